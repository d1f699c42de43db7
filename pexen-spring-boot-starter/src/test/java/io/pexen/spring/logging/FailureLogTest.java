package io.pexen.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.spring.Logs;
import io.pexen.spring.PexenContexts;
import io.pexen.task.PexenTask;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(30)
class FailureLogTest {

    private final ApplicationContextRunner context =
            PexenContexts.runner().withPropertyValues("pexen.scheds.nightly.shared.a=1");

    @Test
    void logsEachFailureByItsKind() {
        context.withBean("work", Work.class).run(ctx -> {
            Sched sched = ctx.getBean("nightlySched", Sched.class);
            AtomicLong number = new AtomicLong();
            sched.addListener(new RunListener() {
                @Override
                public void runStarted(RunHandle run) {
                    number.set(run.id());
                }
            });
            try (Logs logs = new Logs("io.pexen.tasks")) {
                assertThat(sched.runAll()).hasSize(3);
                String run = "sched \"nightly\", run " + number + ": ";
                assertThat(logs.all())
                        .containsExactlyInAnyOrder(
                                "ERROR " + run + "task \"work.fails\" failed + java.io.IOException",
                                "WARN " + run + "task \"work.controlled\" failed in a controlled way: "
                                        + "io.pexen.task.TaskFailException: rows are missing");
            }
        });
    }

    @Test
    void namesTheTaskOfAFailureThatCannotBeDescribed() {
        context.withBean("odd", Odd.class).run(ctx -> {
            try (Logs logs = new Logs("io.pexen.tasks")) {
                assertThat(ctx.getBean("nightlySched", Sched.class).runAll()).hasSize(2);
                assertThat(logs.all())
                        .hasSize(2)
                        .anySatisfy(text -> assertThat(text)
                                .startsWith("ERROR sched \"nightly\", run ")
                                .endsWith("task \"odd.controlled\" failed with a " + Odd.Mute.class.getName()
                                        + " that cannot be logged"))
                        .anySatisfy(text -> assertThat(text).contains("task \"odd.fails\" failed"));
            }
        });
    }

    @Test
    void writesControlCharactersAsInJavaSource() {
        context.withBean("forged", Forged.class).run(ctx -> {
            try (Logs logs = new Logs("io.pexen.tasks")) {
                assertThat(ctx.getBean("nightlySched", Sched.class).runAll()).hasSize(1);
                assertThat(logs.all())
                        .singleElement()
                        .asString()
                        .contains("task \"for\\u001bged\" failed")
                        .endsWith(": red\\u001b[31m or \\u202eder, and\tINFO all is well");
            }
        });
    }

    @Test
    void logsNothingIfTurnedOff() {
        context.withBean("work", Work.class)
                .withPropertyValues("pexen.log-failures=false")
                .run(ctx -> {
                    try (Logs logs = new Logs("io.pexen.tasks")) {
                        ctx.getBean("nightlySched", Sched.class).runAll();
                        assertThat(logs.all()).isEmpty();
                    }
                });
    }

    @Test
    void logsWhatACancellationInterruptsWithoutAlarm() {
        context.withBean("sleeper", Sleeper.class).run(ctx -> {
            try (Logs logs = new Logs("io.pexen.tasks")) {
                Run run = ctx.getBean("nightlySched", Sched.class).run();
                ctx.getBean(Sleeper.class).begun.await();
                run.close();
                assertThat(logs.all())
                        .containsExactly("INFO sched \"nightly\", run " + run.id()
                                + ": task \"sleeper.sleep\" ended because its run was cancelled:"
                                + " java.lang.InterruptedException");
            }
        });
    }

    @Test
    void logsInFullWhatFailedBeforeTheCancellation() {
        context.withBean("work", Work.class).run(ctx -> {
            Sched sched = ctx.getBean("nightlySched", Sched.class);
            sched.addListener(new RunListener() {
                @Override
                public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                    run.cancel();
                }
            });
            try (Logs logs = new Logs("io.pexen.tasks")) {
                sched.runAll(ctx.getBean(WorkerPool.class));
                assertThat(logs.all()).anyMatch(text -> text.startsWith("ERROR ") || text.startsWith("WARN "));
            }
        });
    }

    static class Work {
        @PexenTask(sched = "nightly", priority = -1)
        void fails() throws IOException {
            throw new IOException("disk full");
        }

        @PexenTask(sched = "nightly")
        void controlled() {
            throw new TaskFailException("rows\n  are missing");
        }

        @PexenTask(sched = "nightly", priority = 1)
        void works() {}
    }

    static class Forged {
        @PexenTask(id = "for\u001bged", sched = "nightly")
        void controlled() {
            throw new TaskFailException("red\u001b[31m or \u202eder, and\tINFO\nall is well");
        }
    }

    static class Odd {
        @PexenTask(sched = "nightly")
        void controlled() {
            throw new Mute();
        }

        @PexenTask(sched = "nightly")
        void fails() {
            throw new IllegalStateException() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalStateException("no message");
                }
            };
        }

        static class Mute extends TaskFailException {
            private static final long serialVersionUID = 1L;

            Mute() {
                super("mute");
            }

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        }
    }

    static class Sleeper {
        final CountDownLatch begun = new CountDownLatch(1);

        @PexenTask(sched = "nightly")
        void sleep() throws InterruptedException {
            begun.countDown();
            new CountDownLatch(1).await();
        }
    }
}
