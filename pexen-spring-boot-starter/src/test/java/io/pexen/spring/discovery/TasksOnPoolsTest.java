package io.pexen.spring.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.spring.PexenContexts;
import io.pexen.spring.StartupProblem;
import io.pexen.spring.StartupProblemsException;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Tasks that name the pool that they run on. */
class TasksOnPoolsTest {

    private final ApplicationContextRunner context =
            PexenContexts.runner().withPropertyValues("pexen.pool=main", "pexen.pools.main.workers=1");

    @Test
    void runsTasksOnThePoolsThatTheyName() {
        context.withBean("tasks", Pooled.class)
                .withPropertyValues("pexen.pools.heavy.workers=1", "report.pool=heavy")
                .run(ctx -> assertThat(threads(ctx))
                        .containsExactlyInAnyOrder(
                                "tasks.plain in main-1",
                                "tasks.none in main-1",
                                "tasks.named in heavy-1",
                                "tasks.placeholder in heavy-1",
                                "tasks.ofBean in heavy-1"));
    }

    @Test
    void runsTasksOnPoolBeansOfTheApplicationAlsoInItsOwnSched() {
        PexenContexts.runner()
                .withUserConfiguration(Own.class)
                .run(ctx -> assertThat(threads(ctx))
                        .containsExactlyInAnyOrder(
                                "code in second-thread-1",
                                "tasks.plain in first-thread-1",
                                "tasks.other in second-thread-1",
                                "tasks.hidden in hidden-thread-1"));
    }

    @Test
    void namesThePoolsThatAreNotThere() {
        context.withBean("tasks", Pooled.class)
                .withPropertyValues("report.pool=hevy")
                .run(ctx -> {
                    assertThat(problems(ctx))
                            .extracting(StartupProblem::description)
                            .containsExactlyInAnyOrder(
                                    "The method TasksOnPoolsTest.Pooled.named of the bean \"tasks\" names the pool"
                                            + " \"heavy\", which does not exist (known pools: \"main\").",
                                    "The method TasksOnPoolsTest.Pooled.placeholder of the bean \"tasks\" names the"
                                            + " pool \"hevy\", which does not exist (known pools: \"main\").",
                                    "The method TasksOnPoolsTest.Pooled.ofBean of the bean \"tasks\" names the pool"
                                            + " \"heavyPool\", which does not exist (known pools: \"main\").");
                    assertThat(problems(ctx))
                            .extracting(StartupProblem::action)
                            .contains("Configure pexen.pools.hevy, or correct the name in the annotation.");
                });
    }

    private static List<String> threads(AssertableApplicationContext ctx) {
        return ctx.getBean(Sched.class).runAll().stream()
                .map(res -> res.task().id() + " in " + res.ret())
                .toList();
    }

    private static List<StartupProblem> problems(AssertableApplicationContext ctx) {
        assertThat(ctx).hasFailed();
        assertThat(ctx).getFailure().isInstanceOf(StartupProblemsException.class);
        return ((StartupProblemsException) ctx.getStartupFailure()).problems();
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    static class Pooled {
        @PexenTask
        String plain() {
            return thread();
        }

        @PexenTask(pool = "${no.such.pool:}")
        String none() {
            return thread();
        }

        @PexenTask(pool = "heavy")
        String named() {
            return thread();
        }

        @PexenTask(pool = "${report.pool}")
        String placeholder() {
            return thread();
        }

        @PexenTask(pool = "heavyPool")
        String ofBean() {
            return thread();
        }
    }

    @Configuration(value = "tasks", proxyBeanMethods = false)
    static class Own {
        private final WorkerPool hidden = pool("hidden-thread");

        private static WorkerPool pool(String name) {
            return ThreadWorkerPool.builder().name(name).build();
        }

        @Bean
        @Primary
        WorkerPool first() {
            return pool("first-thread");
        }

        @Bean
        WorkerPool second() {
            return pool("second-thread");
        }

        @Bean
        Sched sched() {
            return new Sched(List.of(Task.named("code").pool("second").calls(TasksOnPoolsTest::thread)))
                    .addPool("hidden", hidden);
        }

        @PexenTask
        String plain() {
            return thread();
        }

        @PexenTask(pool = "second")
        String other() {
            return thread();
        }

        @PexenTask(pool = "hidden")
        String hidden() {
            return thread();
        }
    }
}
