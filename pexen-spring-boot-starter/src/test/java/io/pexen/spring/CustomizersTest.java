package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.LockScope;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.spring.process.PexenProcessAutoConfiguration;
import io.pexen.spring.process.ProcessWorkerPoolCustomizer;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Beans that customize configured pools and scheds. */
class CustomizersTest {

    private final ApplicationContextRunner context = PexenContexts.runner()
            .withPropertyValues("pexen.pool=main", "pexen.pools.main.workers=2", "pexen.pools.main.spare=3")
            .withPropertyValues("pexen.pools.other.workers=2", "pexen.scheds.nightly.shared.build=666")
            .withPropertyValues("pexen.scheds.default.pool=other");

    @Test
    @DisplayName("customizers of pools come after the properties, in their order, and receive the name")
    void customizesPoolsOfThreads() {
        context.withUserConfiguration(PoolCustomizers.class).run(ctx -> {
            WorkerPool main = ctx.getBean("mainPool", WorkerPool.class);
            assertThat(main.workers()).isEqualTo(7);
            assertThat(main.spare()).isEqualTo(3);
            assertThat(ctx.getBean("otherPool", WorkerPool.class).workers()).isEqualTo(5);
        });
    }

    @Test
    void leavesPoolsOfTheApplicationAlone() {
        context.withUserConfiguration(PoolCustomizers.class)
                .withBean(
                        "main",
                        WorkerPool.class,
                        () -> ThreadWorkerPool.builder().name("main").workers(1).build())
                .run(ctx -> assertThat(ctx.getBean("main", WorkerPool.class).workers())
                        .isEqualTo(1));
    }

    @Test
    void mayGiveAPoolAThreadFactory() {
        ThreadWorkerPoolCustomizer customizer = (name, pool) ->
                pool.contextClassLoader(null).threadFactory(body -> new Thread(new ThreadGroup(name + "s"), body));
        context.withBean(ThreadWorkerPoolCustomizer.class, () -> customizer).run(ctx -> {
            Task task = Task.named("task")
                    .calls(() -> Thread.currentThread().getThreadGroup().getName());
            Sched nightly = ctx.getBean("nightlySched", Sched.class).addTasks(task);
            assertThat(nightly.runAll().get(0).ret()).isEqualTo("mains");
        });
    }

    @Test
    void failsTheStartNamingThePoolIfACustomizerThrows() {
        context.withBean(ThreadWorkerPoolCustomizer.class, () -> (name, pool) -> pool.workers(0))
                .run(ctx -> assertThat(ctx)
                        .getFailure()
                        .hasMessageContaining("mainPool")
                        .rootCause()
                        .hasMessage("workers must be >= 1, was 0"));
    }

    @Test
    @DisplayName("customizers of scheds come after everything that the context sets, in their order")
    void customizesScheds() {
        context.withUserConfiguration(SchedCustomizers.class).run(ctx -> {
            SchedCustomizers customizers = ctx.getBean(SchedCustomizers.class);
            Sched nightly = ctx.getBean("nightlySched", Sched.class);
            assertThat(customizers.calls)
                    .containsExactlyInAnyOrder("first nightly", "second nightly", "first default", "second default")
                    .containsSubsequence("first nightly", "second nightly")
                    .containsSubsequence("first default", "second default");
            assertThat(nightly.lockScope()).isSameAs(customizers.scope).isNotSameAs(ctx.getBean(LockScope.class));

            assertThat(nightly.runAll().stream().map(TaskRes::ret)).containsExactly("666 by second", "report");
            assertThat(customizers.seen.order()).containsExactly("prepare", "reports.report");
        });
    }

    @Test
    void leavesSchedsOfTheApplicationAlone() {
        context.withUserConfiguration(SchedCustomizers.class)
                .withBean("mine", Sched.class, () -> new Sched().name("mine"))
                .run(ctx -> {
                    assertThat(ctx.getBean(SchedCustomizers.class).calls).noneMatch(call -> call.endsWith("mine"));
                    assertThat(ctx.getBean("mine", Sched.class).lockScope()).isSameAs(ctx.getBean(LockScope.class));
                });
    }

    @Test
    @DisplayName("customizers of pools of processes are called only for these, after the properties")
    void customizesPoolsOfProcesses() {
        SpringApplication application = new SpringApplication(ProcessApp.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext app = application.run(
                "--pexen.pool=main",
                "--pexen.pools.main.workers=2",
                "--pexen.pools.heavy.type=process",
                "--pexen.pools.heavy.workers=2")) {
            assertThat(app.getBean("heavyPool", WorkerPool.class).workers()).isEqualTo(3);
            assertThat(app.getBean("heavyPool", WorkerPool.class).spare()).isEqualTo(6);
            assertThat(app.getBean("mainPool", WorkerPool.class).workers()).isEqualTo(2);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PoolCustomizers {

        @Bean
        @Order(2)
        ThreadWorkerPoolCustomizer second() {
            return (name, pool) -> {
                if (name.equals("main")) {
                    pool.workers(7);
                }
            };
        }

        @Bean
        @Order(1)
        ThreadWorkerPoolCustomizer first() {
            return (name, pool) -> pool.workers(5);
        }

        @Bean
        ProcessWorkerPoolCustomizer processes() {
            return (name, pool) -> {
                throw new AssertionError("there is no pool of processes");
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SchedCustomizers {

        private final List<String> calls = new ArrayList<>();
        private final LockScope scope = new LockScope();
        private final RecordingListener seen = new RecordingListener();

        @Bean
        @Order(2)
        SchedCustomizer second() {
            return sched -> {
                calls.add("second " + sched.name());
                sched.addShared("by", "second").lockScope(scope);
                if (sched.name().equals("nightly")) {
                    sched.addListener(seen)
                            .addTasks(Task.named("prepare")
                                    .calls(shared -> shared.get("build") + " by " + shared.get("by")));
                }
            };
        }

        @Bean
        @Order(1)
        SchedCustomizer first() {
            return sched -> {
                calls.add("first " + sched.name());
                sched.addShared("by", "first");
            };
        }

        @Bean
        Reports reports() {
            return new Reports();
        }
    }

    static class Reports {

        @PexenTask(sched = "nightly", requires = "prepare")
        String report() {
            return "report";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({PexenAutoConfiguration.class, PexenProcessAutoConfiguration.class})
    static class ProcessApp {

        @Bean
        @Order(2)
        ProcessWorkerPoolCustomizer second() {
            return (name, pool) -> pool.spare(2 * name.length() - 4);
        }

        @Bean
        @Order(1)
        ProcessWorkerPoolCustomizer first() {
            return (name, pool) -> pool.workers(3).spare(1);
        }
    }
}
