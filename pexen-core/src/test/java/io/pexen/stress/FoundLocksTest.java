package io.pexen.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link NestedStressTest} has found about locks of runs in runs, each by itself and without chance. What hung
 * here was deaf to interrupts.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FoundLocksTest {

    private final LockScope scope = new LockScope();

    private Sched claims(String name, String lock) {
        return new Sched(List.of(Task.named(name).claims(lock).runs(() -> {})))
                .name(name)
                .lockScope(scope);
    }

    @Test
    @DisplayName(
            "6.7 a task that only the driver can execute does not wait for a lock that only the driver can release")
    void driverExecutesATaskThatWaits() {
        CountDownLatch ended = new CountDownLatch(1);
        try (ThreadWorkerPool pool = ThreadWorkerPool.builder().name("other").build();
                CallerThreadPool caller = new CallerThreadPool()) {
            Sched needsLock = claims("inner", "k");
            Sched outer = new Sched(List.of(
                            Task.named("holds").claims("k").pool("other").runs(ended::countDown),
                            Task.named("waits").runs(() -> {
                                ended.await();
                                needsLock.runAll(pool);
                            })))
                    .lockScope(scope)
                    .addPool(pool);

            try (Run run = outer.run(caller)) {
                run.stream()
                        .filter(res -> !res.succeeded())
                        .forEach(res -> assertThat(res.excinfo()).isInstanceOf(PexenException.class));
            }
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName(
            "6.7 a task that the driver executes does not wait for the lock of one that only the driver can execute")
    void driverIsNeededForAnotherTask() {
        try (ThreadWorkerPool pool =
                        ThreadWorkerPool.builder().name("other").spare(0).build();
                CallerThreadPool caller = new CallerThreadPool()) {
            Sched needsLock = claims("inner", "k");
            Sched middle = new Sched(List.of(
                            Task.named("starts").pool("other").priority(-1).runs(() -> needsLock.runAll(pool)),
                            Task.named("holds").claims("k").runs(() -> {})))
                    .lockScope(scope)
                    .addPool(pool);
            Sched outer = new Sched(List.of(Task.named("outer").calls(() -> middle.runAll(caller))));

            Results results = outer.runAll(pool);

            assertThat(results)
                    .singleElement()
                    .satisfies(res -> assertThat((Results) res.ret())
                            .hasSize(2)
                            .allMatch(each -> each.succeeded() || each.excinfo() instanceof PexenException));
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName("6.8 a circle through a retained lock and one that a task in an inner run holds ends with an error")
    void circleThroughTwoScopes() throws Exception {
        CountDownLatch kept = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        LockScope other = new LockScope();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 0)) {
            Sched needsKept = claims("needs kept", "kept").lockScope(other);
            Sched holder = new Sched(List.of(Task.named("holder").claims("held").runs(() -> {
                        held.countDown();
                        kept.await();
                        needsKept.runAll(pool);
                    })))
                    .lockScope(scope);
            Sched needsHeld = claims("needs held", "held");
            Sched keeper = new Sched(List.of(
                            Task.named("fails").claims("kept").runs(() -> {
                                throw new IllegalStateException();
                            }),
                            Task.named("starts").runs(() -> {
                                held.await();
                                kept.await();
                                needsHeld.runAll(pool);
                            })))
                    .lockScope(other)
                    .addListener(FoundEndsTest.onFinished((run, res) -> {
                        if (!res.locksOk()) {
                            kept.countDown();
                        }
                    }));

            CompletableFuture<Results> first = CompletableFuture.supplyAsync(() -> holder.runAll(pool));
            Results second = keeper.runAll(pool);

            assertThat(first.get()).hasSize(1);
            assertThat(second.stream().map(TaskRes::excinfo)).anyMatch(IllegalStateException.class::isInstance);
            assertThat(scope.held()).isZero();
            assertThat(other.held()).isZero();
        }
    }

    @Test
    @DisplayName("6.8 a circle through a run that a listener starts at the end of an inner run ends with an error")
    void circleThroughAListener() {
        CountDownLatch kept = new CountDownLatch(1);
        AtomicReference<Exception> error = new AtomicReference<>();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            Sched needsKept = claims("needs kept", "k");
            Sched inner = new Sched(List.of(Task.named("inner").runs(() -> {}))).addListener(new RunListener() {
                @Override
                public void runEnded(RunHandle run, RunSummary summary) {
                    try {
                        needsKept.runAll(pool);
                    } catch (PexenException e) {
                        error.set(e);
                    }
                }
            });
            Sched outer = new Sched(List.of(
                            Task.named("fails").claims("k").runs(() -> {
                                throw new IllegalStateException();
                            }),
                            Task.named("starts").runs(() -> {
                                kept.await();
                                inner.runAll(pool);
                            })))
                    .lockScope(scope)
                    .addListener(FoundEndsTest.onFinished((run, res) -> {
                        if (!res.locksOk()) {
                            kept.countDown();
                        }
                    }));

            assertThat(outer.runAll(pool)).hasSize(2);
            assertThat(error.get()).isNotNull();
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName("3.11, 6.7 a run that nobody has asked for a result yet keeps no lock from a run of the same thread")
    void startedAndNotAsked() {
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0);
                Run first = claims("first", "k").run(pool)) {
            try {
                claims("second", "k").runAll(pool);
            } catch (PexenException refused) {
                assertThat(refused).hasMessageContaining("first");
            }
            assertThat(first.stream()).hasSize(1);
        }
        assertThat(scope.held()).isZero();
    }

    @Test
    @DisplayName(
            "6.7 a refused start is refused again, and names the task that holds locks, even through a lockless run")
    void refusedAtEveryTry() {
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 1)) {
            Sched locks = claims("locks", "other");
            Sched between = new Sched(List.of(Task.named("between").runs(() -> {
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> locks.runAll(pool))
                            .isInstanceOf(PexenException.class)
                            .hasMessageContaining("holder");
                }
            })));
            Sched outer = new Sched(List.of(Task.named("holder").claims("k").runs(() -> {
                        for (TaskRes res : between.runAll(pool)) {
                            assertThat(res.excinfo()).isNull();
                        }
                    })))
                    .lockScope(scope);

            assertThat(outer.runAll(pool)).allMatch(TaskRes::succeeded);
        }
    }

    @Test
    @DisplayName("6.2 a task that its cancelled run does not begin keeps no lock from a body that the run waits for")
    void droppedTaskAndABodyThatTheRunWaitsFor() {
        AtomicReference<RunHandle> handle = new AtomicReference<>();
        AtomicReference<Results> results = new AtomicReference<>();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 1);
                ThreadWorkerPool other = new ThreadWorkerPool(1, 0)) {
            Sched needsLock = claims("needs lock", "k");
            Sched outer = new Sched(List.of(
                            Task.named("body").priority(-1).runs(() -> {
                                handle.get().cancel();
                                Thread.interrupted(); // it has something to finish
                                results.set(needsLock.runAll(other));
                            }),
                            Task.named("spare").claims("k").runs(() -> {})))
                    .lockScope(scope)
                    .addListener(new RunListener() {
                        @Override
                        public void runStarted(RunHandle run) {
                            handle.set(run);
                        }
                    });
            try (Run run = outer.run(pool)) {
                assertThat(run.stream()).hasSizeLessThan(2);
            }
            assertThat(results.get()).allMatch(TaskRes::succeeded);
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName(
            "6.8 a circle that a consumer closes when it asks for its next result ends with an error, and not before")
    void circleThroughAConsumer() {
        CountDownLatch kept = new CountDownLatch(1);
        AtomicReference<Thread> inner = new AtomicReference<>();
        AtomicReference<Throwable> error = new AtomicReference<>();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 0)) {
            Sched needsKept = claims("needs kept", "k");
            Sched middle = new Sched(List.of(
                    Task.named("quick").runs(() -> {}), Task.named("waits").runs(() -> {
                        kept.await();
                        inner.set(Thread.currentThread());
                        needsKept.runAll(pool);
                    })));
            Sched outer = new Sched(List.of(
                            Task.named("fails").claims("k").runs(() -> {
                                throw new IllegalStateException();
                            }),
                            Task.named("iterates").runs(() -> {
                                try (Run run = middle.run(pool)) {
                                    Iterator<TaskRes> results = run.iterator();
                                    results.next();
                                    // It has looked, and waits: this thread does not wait for it yet.
                                    Awaitility.await().until(() -> inner.get() != null && parks(inner.get()));
                                    error.set(results.next().excinfo());
                                }
                            })))
                    .lockScope(scope)
                    .addListener(FoundEndsTest.onFinished((run, res) -> {
                        if (!res.locksOk()) {
                            kept.countDown();
                        }
                    }));

            Results results = outer.runAll(pool);
            assertThat(results.get(1).excinfo()).isNull();
            assertThat(error.get()).isInstanceOf(PexenException.class).hasMessageContaining("wait for it");
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName("6.8 a circle that a consumer closes when it ends its run early ends with an error")
    void circleThroughARunThatIsOver() {
        CountDownLatch kept = new CountDownLatch(1);
        AtomicReference<Thread> inner = new AtomicReference<>();
        AtomicReference<Throwable> error = new AtomicReference<>();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 0)) {
            Sched needsKept = claims("needs kept", "k");
            Sched outer = new Sched(List.of(
                            Task.named("fails").claims("k").runs(() -> {
                                kept.countDown();
                                throw new IllegalStateException();
                            }),
                            Task.named("waits").runs(() -> {
                                kept.await();
                                inner.set(Thread.currentThread());
                                error.set(catchThrowable(() -> needsKept.runAll(pool)));
                                Thread.interrupted(); // and goes on all the same
                                error.set(catchThrowable(() -> needsKept.runAll(pool)));
                            })))
                    .gracePeriod(Duration.ofDays(1))
                    .lockScope(scope);
            try (Run run = outer.run(pool)) {
                assertThat(run.iterator().next().task().id()).isEqualTo("fails");
                Awaitility.await().until(() -> inner.get() != null && parks(inner.get()));
            }
            assertThat(error.get()).isInstanceOf(PexenException.class).hasMessageContaining("wait for it");
            assertThat(scope.held()).isZero();
        }
    }

    /** A key that does something, once, when it is hashed. */
    private static final class Key {
        private final AtomicReference<Runnable> onHash = new AtomicReference<>(() -> {});

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            onHash.getAndSet(() -> {}).run();
            return 1;
        }
    }

    @Test
    @DisplayName("6.9 a body that ends while its run does releases its locks before listeners hear of the end")
    void bodyEndsWhileItsRunEnds() {
        Key key = new Key();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
            Sched needsKey = new Sched(List.of(Task.named("needs").claims(key).runs(() -> {}))).lockScope(scope);
            Sched outer = new Sched(List.of(Task.named("deaf").claims(key).runs(() -> {
                        began.countDown();
                        awaitDeaf(end);
                    })))
                    .gracePeriod(Duration.ZERO)
                    .lockScope(scope)
                    .addListener(new RunListener() {
                        @Override
                        public void runEnded(RunHandle run, RunSummary summary) {
                            needsKey.runAll(pool);
                        }
                    });
            Run run = outer.run(pool);
            Thread closer = new Thread(() -> {
                awaitDeaf(began);
                // The locks that the run still holds are hashed for its summary, when it has seen which bodies run.
                key.onHash.set(() -> {
                    end.countDown();
                    new Sched(List.of(Task.named("next").runs(() -> {}))).runAll(pool); // so the worker has left "deaf"
                });
                run.cancel();
            });
            closer.start();
            assertThat(run.iterator().hasNext()).isFalse();
            assertThat(run.summary().cancelled()).extracting(Task::id).containsExactly("deaf");
            assertThat(scope.held()).isZero();
        }
    }

    private static void awaitDeaf(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // That is what deaf means.
            }
        }
    }

    private static boolean parks(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && List.of(thread.getStackTrace()).toString().contains("Driver.park");
    }
}
