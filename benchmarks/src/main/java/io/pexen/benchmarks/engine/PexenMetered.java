package io.pexen.benchmarks.engine;

import io.pexen.Sched;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunListener;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * pexen in a Spring Boot application with Actuator: each task has a timer, and each result is published as an event
 * that one bean listens to. The scheds are set up as the starter sets up its own: with the pool and all
 * {@link RunListener} beans. The application lives as long as the engine, so its meters exist after the first run.
 */
final class PexenMetered implements Engine {

    private static final int MOST_TASKS = 100_000;
    private static final int SPARE = 64;

    private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .properties(Map.of("pexen.pools.main.workers", Workers.COUNT, "pexen.pools.main.spare", SPARE))
            .run();
    private final ThreadWorkerPool pool = context.getBean(ThreadWorkerPool.class);
    private final List<RunListener> listeners =
            context.getBeanProvider(RunListener.class).orderedStream().toList();
    private final Counter counter = context.getBean(Counter.class);

    @Override
    public String name() {
        return "pexen runAll " + SPARE + " + metrics";
    }

    @Override
    public boolean canRun(Shape shape) {
        return shape.name().equals("wide") && shape.size() <= MOST_TASKS;
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        PexenPrepared prepared = new PexenPrepared(shape, bodies, this::run);
        listeners.forEach(prepared.sched()::addListener);
        return prepared;
    }

    /** Events come one at a time, and the run ends after the last. */
    private int run(Sched sched) {
        counter.heard = 0;
        sched.runAll(pool);
        return counter.heard;
    }

    @Override
    public void close() {
        context.close();
    }

    /** The application. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Counter counter() {
            return new Counter();
        }
    }

    /** Counts the results that it receives. */
    static class Counter {

        private int heard;

        @EventListener
        void on(TaskRes res) {
            heard += res.succeeded() ? 1 : 0;
        }
    }
}
