package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.failing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pexen.LockScope;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.PexenException;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
@DisplayName("3.9 What fails outside of bodies ends the run, and leaves no lock")
class FailuresOutsideOfBodiesTest {

    private final LockScope scope = new LockScope();

    @AfterEach
    void leavesNoLock() {
        assertThat(scope.held()).isZero();
        assertThat(new Sched(List.of(Task.named("next").claims("db").runs(NOTHING)))
                        .lockScope(scope)
                        .runAll())
                .hasSize(1);
    }

    /** A key that works until it is told to fail. */
    private static final class Hostile {
        private final AtomicBoolean fails = new AtomicBoolean();

        @Override
        public int hashCode() {
            if (fails.get()) {
                throw new IllegalStateException("no hash today");
            }
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hostile && hashCode() == 1;
        }
    }

    @Test
    @DisplayName("3.9 a key that throws from hashCode while its lock is held")
    void hostileKey() {
        for (boolean collects : new boolean[] {true, false}) {
            Hostile key = new Hostile();
            Sched sched = new Sched(
                            List.of(Task.named("fails").claims(key, "db").runs(() -> {
                                key.fails.set(true);
                                throw new IllegalStateException("so");
                            })))
                    .lockScope(scope);
            Throwable error = catchThrowable(() -> {
                List<TaskRes> results = collects ? sched.runAll() : Tasks.all(sched.run());
                assertThat(results).isNotNull();
            });

            assertThat(error)
                    .isInstanceOf(PexenException.class)
                    .hasMessage("the run of sched \"sched\" was ended, because naming the locks that it holds failed")
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(sched.activeRuns()).isEmpty();
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName("3.9 a key that throws from hashCode when a run starts: the run is refused")
    void hostileKeyAtStart() {
        Hostile key = new Hostile();
        Sched sched = new Sched(List.of(Task.named("a").claims("db", key).runs(NOTHING))).lockScope(scope);
        key.fails.set(true);
        assertThat(catchThrowable(sched::runAll)).hasMessage("no hash today");
        assertThat(sched.activeRuns()).isEmpty();
        key.fails.set(false);
        assertThat(sched.runAll()).hasSize(1);
    }

    @Test
    @DisplayName("3.9 a body that leaves a thread which writes its shared state")
    void aThreadLeftBehind() {
        for (int round = 0; round < 50; round++) {
            AtomicBoolean writes = new AtomicBoolean(true);
            Sched sched = new Sched(List.of(
                            Task.named("leaves").claims("db").runs(shared -> {
                                for (int i = 0; i < 1_000; i++) {
                                    shared.put("key" + i, i);
                                }
                                writeInBackground(shared, writes);
                            }),
                            Task.named("merges").requires("leaves").runs(shared -> shared.put("own", 1)),
                            Task.named("reads")
                                    .requires("leaves")
                                    .calls(shared -> shared.values().toArray())))
                    .lockScope(scope);
            Throwable error = catchThrowable(sched::runAll);
            writes.set(false);

            assertThat(error)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            some -> assertThat(some)
                                    .isInstanceOf(PexenException.class)
                                    .hasMessageContaining("processing the result of task \"leaves\" failed"));
            assertThat(sched.activeRuns()).isEmpty();
            assertThat(scope.held()).isZero();
        }
    }

    private static void writeInBackground(SharedState shared, AtomicBoolean writes) {
        Thread writer = new Thread(() -> {
            for (int i = 0; writes.get(); i++) {
                shared.put("more" + i % 5_000, i);
                shared.remove("more" + (i + 2_500) % 5_000);
            }
        });
        writer.setDaemon(true);
        writer.start();
    }

    @Test
    @DisplayName("3.5 a listener whose exception throws when it is logged, and a logger that throws itself")
    void unlogged() {
        RunListener listener = new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                throw new IllegalStateException() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public String getMessage() {
                        throw new UnsupportedOperationException("no message today");
                    }
                };
            }

            @Override
            public String toString() {
                throw new UnsupportedOperationException("no name today");
            }
        };
        Sched sched = new Sched(List.of(
                        Task.named("fails").claims("db").runs(failing("so")),
                        Task.named("skipped").requires("fails").runs(NOTHING)))
                .lockScope(scope)
                .addListener(listener);
        assertThat(sched.runAll()).hasSize(1);

        Logger logger = (Logger) LoggerFactory.getLogger("io.pexen.run");
        AppenderBase<ILoggingEvent> broken = new AppenderBase<>() {
            @Override
            public synchronized void doAppend(ILoggingEvent event) {
                throw new IllegalStateException("no log today");
            }

            @Override
            protected void append(ILoggingEvent event) {}
        };
        logger.addAppender(broken);
        try {
            assertThat(sched.runAll()).hasSize(1);
            assertThat(Tasks.all(sched.run())).hasSize(1);
        } finally {
            logger.detachAppender(broken);
        }
        assertThat(sched.activeRuns()).isEmpty();
    }

    @Test
    @DisplayName("3.9 a pool whose thread factory throws, or makes no thread")
    void noThread() {
        for (boolean throwsIt : new boolean[] {true, false}) {
            for (boolean collects : new boolean[] {true, false}) {
                Sched sched = new Sched(List.of(Task.named("a").claims("db").runs(NOTHING))).lockScope(scope);
                try (ThreadWorkerPool pool = ThreadWorkerPool.builder()
                        .threadFactory(body -> noThread(throwsIt))
                        .build()) {
                    Throwable error = catchThrowable(() -> {
                        List<TaskRes> results = collects ? sched.runAll(pool) : Tasks.all(sched.run(pool));
                        assertThat(results).isNotNull();
                    });
                    assertThat(error).isInstanceOf(PexenException.class).hasCauseInstanceOf(Throwable.class);
                }
                assertThat(sched.activeRuns()).isEmpty();
                assertThat(scope.held()).isZero();
            }
        }
    }

    @SuppressWarnings("NullAway") // as a user's factory may
    private static Thread noThread(boolean throwsIt) {
        if (throwsIt) {
            throw new IllegalStateException("no thread today");
        }
        return null;
    }
}
