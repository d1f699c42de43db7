package io.pexen.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pexen.Sched;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.TaskTimes;
import io.pexen.spring.PexenContexts;
import io.pexen.task.Kwarg;
import io.pexen.task.Kwargs;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(30)
class PexenEndpointTest {

    private final ApplicationContextRunner unexposed = PexenContexts.runner()
            .withConfiguration(
                    AutoConfigurations.of(EndpointAutoConfiguration.class, PexenEndpointAutoConfiguration.class))
            .withBean("work", Work.class);

    private final ApplicationContextRunner context =
            unexposed.withPropertyValues("management.endpoints.web.exposure.include=pexen");

    @Test
    void isAbsentUnlessExposed() {
        unexposed.run(
                ctx -> assertThat(ctx).doesNotHaveBean(PexenEndpoint.class).doesNotHaveBean(RunHistory.class));
    }

    @Test
    void showsSchedsPoolsAndLastRuns() {
        context.run(ctx -> {
            ctx.getBean(Sched.class).runAll();
            PexenDescriptor overview = ctx.getBean(PexenEndpoint.class).overview();
            assertThat(overview.scheds()).singleElement().satisfies(sched -> {
                assertThat(sched.name()).isEqualTo("default");
                assertThat(sched.tasks()).isEqualTo(2);
                assertThat(sched.activeRuns()).isEmpty();
            });
            assertThat(overview.pools())
                    .extracting(PoolDescriptor::workers)
                    .containsExactly(Runtime.getRuntime().availableProcessors());
            assertThat(overview.lastRuns()).singleElement().satisfies(run -> {
                assertThat(run.outcome()).isEqualTo(RunSummary.Outcome.FAILED);
                assertThat(run.ran()).isEqualTo(1);
                assertThat(run.failures())
                        .containsExactly(
                                new EndedRun.Failure("work.load", "java.lang.IllegalStateException: expected"));
                assertThat(run.skipped())
                        .containsExactly("work.report: \"work.load\" failed and did not provide \"rows\"");
            });
        });
    }

    @Test
    void tellsARunThatWasCancelledFromOneThatFailed() {
        context.run(ctx -> {
            ctx.getBean(Sched.class).run().close();
            assertThat(ctx.getBean(PexenEndpoint.class).overview().lastRuns())
                    .extracting(EndedRun::outcome)
                    .containsExactly(RunSummary.Outcome.CANCELLED);
        });
    }

    @Test
    void showsASchedWithItsTasksAndGraph() {
        context.run(ctx -> {
            SchedDetails details = ctx.getBean(PexenEndpoint.class).sched("default");
            assertThat(details).isNotNull();
            assertThat(details.tasks())
                    .filteredOn(task -> task.id().equals("work.report"))
                    .singleElement()
                    .satisfies(task -> {
                        assertThat(task.requires()).containsExactly("rows");
                        assertThat(task.kwargs()).containsExactly("top");
                    });
            assertThat(details.dot()).contains("digraph", "work.load");
            assertThat(details.mermaid()).contains("work.load");
            assertThat(details.toString()).as("no values of kwargs").doesNotContain("s3cret");
        });
    }

    @Test
    @DisplayName("1.3 a task that reads a kwarg as the wrong type does not show its value on the endpoint")
    void showsNoValueOfAKwargInAFailure() {
        context.withBean("misread", Misread.class).run(ctx -> {
            assertThat(ctx.getBean(Sched.class).runAll().summary().failed()).isEqualTo(2);
            assertThat(ctx.getBean(PexenEndpoint.class).overview().lastRuns().toString())
                    .contains("the kwarg \"password\" must be a java.lang.Integer, was java.lang.String")
                    .doesNotContain("s3cret");
        });
    }

    @Test
    void remembersARunWithAFailureAndALockThatCannotBeDescribed() {
        Object key = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        context.run(ctx -> {
            ctx.getBean(Sched.class).addTasks(Task.named("mute").claims(key).runs(() -> {
                throw new Mute();
            }));
            ctx.getBean(Sched.class).runAll();
            assertThat(ctx.getBean(PexenEndpoint.class).overview().lastRuns())
                    .singleElement()
                    .satisfies(run -> {
                        assertThat(run.failures())
                                .contains(new EndedRun.Failure(
                                        "mute",
                                        Mute.class.getName()
                                                + " (its text cannot be made: java.lang.IllegalStateException)"));
                        assertThat(run.locksHeld())
                                .singleElement()
                                .asString()
                                .startsWith(key.getClass().getName());
                    });
        });
    }

    static class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    static class Misread {
        @PexenTask(kwargs = "password=s3cret")
        int login(Kwargs kwargs) {
            return kwargs.get("password", Integer.class);
        }
    }

    @Test
    void showsThePoolThatATaskNames() {
        context.withBean("pooled", Pooled.class)
                .withPropertyValues("pexen.pool=main", "pexen.pools.main.workers=1", "pexen.pools.heavy.workers=1")
                .run(ctx -> {
                    SchedDetails details = ctx.getBean(PexenEndpoint.class).sched("default");
                    assertThat(details).isNotNull();
                    assertThat(details.tasks())
                            .filteredOn(task -> task.pool() != null)
                            .singleElement()
                            .satisfies(task -> {
                                assertThat(task.id()).isEqualTo("pooled.yearly");
                                assertThat(task.pool()).isEqualTo("heavy");
                            });
                });
    }

    static class Pooled {
        @PexenTask(pool = "heavy")
        void yearly() {}
    }

    @Test
    void givesTheGraphAsText() {
        context.run(ctx -> {
            PexenEndpoint endpoint = ctx.getBean(PexenEndpoint.class);
            Sched sched = ctx.getBean(Sched.class);
            assertThat(endpoint.graph("default", GraphFormat.DOT))
                    .isEqualTo(sched.graph().toDot());
            assertThat(endpoint.graph("default", GraphFormat.MERMAID))
                    .isEqualTo(sched.graph().toMermaid());
        });
    }

    @Test
    void knowsNothingOfOtherScheds() {
        context.run(ctx -> {
            PexenEndpoint endpoint = ctx.getBean(PexenEndpoint.class);
            assertThat(endpoint.sched("other")).isNull();
            assertThat(endpoint.graph("other", GraphFormat.DOT)).isNull();
            assertThat(endpoint.start("other")).isNull();
            assertThat(endpoint.cancel("other", null)).isNull();
        });
    }

    @Test
    void remembersNoMoreRunsThanItShall() {
        context.withPropertyValues("pexen.endpoint.history=2").run(ctx -> {
            for (int i = 0; i < 5; i++) {
                ctx.getBean(Sched.class).runAll();
            }
            assertThat(ctx.getBean(PexenEndpoint.class).overview().lastRuns()).hasSize(2);
        });
    }

    @Test
    @DisplayName("8.7 listeners of a run that a request starts see nothing of the thread of that request")
    void inheritsNothingOfTheRequest() throws Exception {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        RunListener listener = new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                Thread thread = Thread.currentThread();
                seen.add(user.get() + " " + (thread.getContextClassLoader() == own));
            }
        };
        context.withBean("listener", RunListener.class, () -> listener).run(ctx -> {
            user.set("Ann");
            Thread.currentThread().setContextClassLoader(new ClassLoader(own) {});
            try {
                ctx.getBean(PexenEndpoint.class).start("default");
            } finally {
                user.remove();
                Thread.currentThread().setContextClassLoader(own);
            }
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null true");
        });
    }

    @Test
    void startsARunAndCancelsIt() {
        Blocker blocker = new Blocker();
        context.withBean("blocker", Blocker.class, () -> blocker)
                .withPropertyValues("pexen.scheds.slow.run-on-startup=false")
                .run(ctx -> {
                    PexenEndpoint endpoint = ctx.getBean(PexenEndpoint.class);
                    StartedRun started = endpoint.start("slow");
                    blocker.begun.await();
                    assertThat(started).isNotNull();
                    assertThat(endpoint.sched("slow").sched().activeRuns())
                            .extracting(ActiveRun::id)
                            .containsExactly(started.run());
                    assertThat(endpoint.cancel("slow", started.run() + 1).runs())
                            .isEmpty();
                    assertThat(endpoint.cancel("slow", started.run()).runs()).containsExactly(started.run());
                    await().until(() ->
                            endpoint.sched("slow").sched().activeRuns().isEmpty());
                    await().until(() -> !endpoint.sched("slow").lastRuns().isEmpty());
                    assertThat(endpoint.sched("slow").lastRuns())
                            .extracting(EndedRun::id)
                            .containsExactly(started.run());
                });
    }

    static class Work {
        @PexenTask(provides = "rows")
        void load() {
            throw new IllegalStateException("expected");
        }

        @PexenTask(requires = "rows", kwargs = "top=s3cret")
        void report(@Kwarg String top) {}
    }

    static class Blocker {
        final CountDownLatch begun = new CountDownLatch(1);

        @PexenTask(sched = "slow")
        void block() throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
        }
    }
}
