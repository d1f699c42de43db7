package io.pexen.spring;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.spring.discovery.PexenDiscoveryAutoConfiguration;
import io.pexen.spring.event.PexenEventsAutoConfiguration;
import io.pexen.spring.lifecycle.PexenLifecycleAutoConfiguration;
import io.pexen.spring.process.PexenProcessAutoConfiguration;
import io.pexen.task.FailWrap;
import io.pexen.task.PexenTask;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application that {@link AheadOfTimeTest} processes and starts. It prints its pools and scheds and the results of a
 * run.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    PexenAutoConfiguration.class,
    PexenDiscoveryAutoConfiguration.class,
    PexenEventsAutoConfiguration.class,
    PexenLifecycleAutoConfiguration.class,
    PexenProcessAutoConfiguration.class
})
class AheadOfTimeApp implements AheadOfTimeApi {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(AheadOfTimeApp.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(args).close();
    }

    @Bean
    ApplicationRunner printer(
            Map<String, Sched> scheds, Map<String, WorkerPool> pools, @Qualifier("work") Sched named, WorkerPool main) {
        return args -> {
            print("ahead of time", AotDetector.useGeneratedArtifacts());
            print("scheds", new TreeMap<>(scheds).keySet());
            print("pools", new TreeMap<>(pools).keySet());
            print("main has workers", main.workers());
            print("ran on", named.pool() == null ? "none" : named.pool().name());
            named.runAll().forEach(res -> print(res.task().id(), res.ret()));
        };
    }

    private static void print(String what, Object value) {
        System.out.println(what + ": " + value);
    }

    @PexenTask(id = "by-class", sched = "work", failWrap = @FailWrap)
    String work() {
        return "done";
    }

    @Override
    public String ofInterface() {
        return "done too";
    }

    void noTask() {}
}
