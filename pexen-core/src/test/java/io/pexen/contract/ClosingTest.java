package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static io.pexen.contract.Tasks.sleeper;
import static io.pexen.contract.Tasks.threadsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("3.8 Closing")
class ClosingTest {

    /** A task that sleeps, one that is spare meanwhile, and one that is not dispatched. */
    private static Sched sleeperAndOthers(CountDownLatch started, AtomicBoolean interrupted) {
        return new Sched(List.of(
                sleeper("sleeper", started, interrupted),
                Task.named("spare").runs(NOTHING),
                Task.named("later").runs(NOTHING)));
    }

    @Test
    @DisplayName("3.8 closing a run interrupts what runs, dispatches nothing more, and leaves no thread behind")
    void closingEndsARun() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicBoolean more = new AtomicBoolean();
        RecordingListener listener = new RecordingListener();
        Sched sched = new Sched(List.of(
                        sleeper("sleeper", started, interrupted),
                        Task.named("spare").runs(() -> more.set(true)),
                        Task.named("later").runs(() -> more.set(true))))
                .addListener(listener);
        Run run = sched.run();
        started.await();
        assertThat(sched.activeRuns()).hasSize(1);
        run.close();

        assertThat(interrupted).isTrue();
        assertThat(more).isFalse();
        assertThat(run.summary().cancelled()).extracting(Task::id).containsExactly("spare", "later");
        assertThat(listener.summaries()).containsExactly(run.summary());
        assertThat(sched.activeRuns()).isEmpty();
        assertThat(run.pool().isClosed()).isTrue();
        await().until(() -> threadsOf(run.pool().name()).isEmpty());
        run.close();
    }

    @Test
    @DisplayName("3.8 breaking out of the loop inside try-with-resources ends the run")
    void breakingOutEndsARun() {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Sched sched = new Sched(List.of(
                Task.named("a").runs(() -> started.await()),
                sleeper("sleeper", started, interrupted),
                Task.named("later").requires("a").runs(NOTHING)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            Run kept;
            try (Run run = sched.run(pool)) {
                kept = run;
                for (TaskRes res : run) {
                    assertThat(res.task().id()).isEqualTo("a");
                    break;
                }
            }
            assertThat(interrupted).isTrue();
            assertThat(kept.summary().cancelled()).extracting(Task::id).containsExactly("later");
            assertThat(kept.summary().ran()).isEqualTo(2);
            assertThat(pool.isClosed()).isFalse();
            assertThat(new Sched(List.of(Task.named("again").calls(Thread::interrupted))).runAll(pool))
                    .singleElement()
                    .satisfies(res -> assertThat(res.ret()).isEqualTo(false));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {365_000L * 24 * 3600, Long.MAX_VALUE})
    @DisplayName("3.8 a grace period that is too long to count means as long as it takes, for runs and pools")
    @SuppressWarnings("try") // closed by hand, to look at what closing does
    void gracePeriodsMayBeEndless(long seconds) throws InterruptedException {
        Duration endless = Duration.ofSeconds(seconds);
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Sched sched = sleeperAndOthers(started, interrupted).gracePeriod(endless);
        try (ThreadWorkerPool pool =
                        ThreadWorkerPool.builder().gracePeriod(endless).build();
                Run run = sched.run(pool)) {
            started.await();
            run.close();
            assertThat(run.summary().cancelled()).hasSize(2);
        }
        assertThat(interrupted).isTrue();
        assertThat(sched.activeRuns()).isEmpty();
    }

    @Test
    @DisplayName("3.8 closing the stream of a run ends the run")
    void closingTheStreamEndsARun() {
        Sched sched =
                new Sched(List.of(Task.named("a").runs(NOTHING), Task.named("b").runs(NOTHING)));
        Run run = sched.run(new CallerThreadPool());
        try (var results = run.stream()) {
            assertThat(results.findFirst()).isPresent();
        }
        assertThat(run.summary().cancelled()).hasSize(1);
    }

    @Test
    @DisplayName("3.8 closing returns after the grace period if a body does not respond to its interrupt")
    @SuppressWarnings("try") // closed by hand, to look at what closing does
    void closingWaitsNoLongerThanTheGracePeriod() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Sched sched = new Sched(List.of(Task.named("deaf").runs(() -> {
                    started.countDown();
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    ended.countDown();
                })))
                .gracePeriod(Duration.ofMillis(20));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
                Logs logs = Logs.ofRuns()) {
            try (Run run = sched.run(pool)) {
                started.await();
                run.close();

                assertThat(ended.getCount()).isEqualTo(1);
                assertThat(run.summary().cancelled()).hasSize(1);
            } finally {
                release.countDown();
            }
            ended.await();
            assertThat(logs.warnings())
                    .anyMatch(text ->
                            text.endsWith(": \"deaf\" did not respond to its interrupt within PT0.02S and still runs"));
            // What comes late is nobody's any more, and the worker is free for others.
            assertThat(new Sched(List.of(Task.named("next").runs(NOTHING))).runAll(pool))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "6.9 locks of a body that ignores its interrupt stay held until it has ended, and the warning names them")
    void locksOfADeafBody() throws Exception {
        LockScope scope = new LockScope();
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean deaf = new AtomicBoolean(true);
        Sched sched = new Sched(List.of(Task.named("deaf").claims("db", "files").runs(() -> {
                    started.countDown();
                    while (deaf.get()) {
                        Thread.onSpinWait();
                    }
                })))
                .lockScope(scope)
                .gracePeriod(Duration.ofMillis(20));
        Sched other = new Sched(List.of(Task.named("other").claims("db").calls(deaf::get))).lockScope(scope);
        try (Logs logs = Logs.ofRuns()) {
            FutureTask<Results> first = Tasks.inThread(sched::runAll);
            started.await();
            sched.activeRuns().forEach(RunHandle::cancel);
            assertThat(first.get().summary().locksHeld()).containsExactlyInAnyOrder("db", "files");
            assertThat(scope.held()).isEqualTo(2);
            assertThat(logs.warnings())
                    .anyMatch(text ->
                            text.endsWith(": \"deaf\" did not respond to its interrupt within PT0.02S and still runs;"
                                    + " until it ends it keeps \"db\", \"files\""));

            FutureTask<Results> second = Tasks.inThread(other::runAll);
            await().until(() -> scope.waiting() == 1);
            deaf.set(false);
            assertThat(second.get().get(0).ret()).isEqualTo(false);
            await().until(() -> scope.held() == 0);
        }
    }

    @Test
    @DisplayName("3.8 a nested body that heeds its interrupt has room to end while its run is being closed")
    @SuppressWarnings("try") // closed by hand, before its results are asked for
    void nestedBodiesHaveRoomToEnd() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean heeded = new AtomicBoolean();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            Sched last = new Sched(List.of(sleeper("sleeps", inside, new AtomicBoolean())));
            Sched middle = new Sched(List.of(Task.named("nests").runs(() -> {
                        all(last.run(pool));
                    })))
                    .gracePeriod(Duration.ofDays(1));
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> {
                try (Run run = middle.run(pool)) {
                    inside.await();
                    run.close();
                    heeded.set(true);
                }
            })));
            outer.runAll(pool);
        }
        assertThat(heeded).isTrue();
    }

    @Test
    @DisplayName("3.8 a body that closes its own run cancels it, and does not wait for itself")
    @SuppressWarnings("try") // closed by its own body
    void aBodyMayCloseItsRun() {
        AtomicReference<Run> own = new AtomicReference<>();
        CountDownLatch known = new CountDownLatch(1);
        Sched sched = new Sched(List.of(
                        Task.named("closes").runs(() -> {
                            known.await();
                            own.get().close();
                        }),
                        Task.named("later").requires("closes").runs(NOTHING)))
                .gracePeriod(Duration.ofDays(1));
        try (Run run = sched.run()) {
            own.set(run);
            known.countDown();
            all(run);
            assertThat(run.summary().cancelled()).extracting(Task::id).contains("later");
        }
    }

    @Test
    @DisplayName("3.8 interrupting the consumer ends the run")
    void interruptingTheConsumerEndsARun() throws Exception {
        for (boolean collect : new boolean[] {false, true}) {
            CountDownLatch started = new CountDownLatch(1);
            AtomicBoolean interrupted = new AtomicBoolean();
            Sched sched = sleeperAndOthers(started, interrupted);
            FutureTask<Boolean> consumer = new FutureTask<>(() -> {
                RunInterruptedException e = catchThrowableOfType(
                        RunInterruptedException.class,
                        () -> assertThat(collect ? sched.runAll() : all(sched.run()))
                                .isEmpty());
                assertThat(e.summary().cancelled()).extracting(Task::id).containsExactly("spare", "later");
                return Thread.currentThread().isInterrupted();
            });
            Thread thread = new Thread(consumer);
            thread.start();
            started.await();
            thread.interrupt();

            assertThat(consumer.get()).isTrue();
            assertThat(interrupted).isTrue();
            assertThat(sched.activeRuns()).isEmpty();
        }
    }

    @Test
    @DisplayName("3.8 cancelling a run from another thread, or from a listener, ends it")
    void cancellingEndsARun() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Sched sched = new Sched(List.of(sleeper("sleeper", started, interrupted)));
        FutureTask<Results> collecting = new FutureTask<>(sched::runAll);
        new Thread(collecting).start();
        started.await();
        sched.activeRuns().forEach(RunHandle::cancel);

        RunSummary summary = collecting.get().summary();
        assertThat(interrupted).isTrue();
        assertThat(summary.succeeded()).isFalse();

        Sched chain = new Sched(List.of(
                        Task.named("a").runs(NOTHING),
                        Task.named("b").requires("a").runs(NOTHING)))
                .addListener(new RunListener() {
                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        run.cancel();
                    }
                });
        Run run = chain.run();
        assertThat(ids(all(run))).containsExactly("a");
        assertThat(run.summary().cancelled()).extracting(Task::id).containsExactly("b");
    }

    @Test
    @DisplayName("3.8 after runs on pools of their own have ended, no thread is left")
    void leavesNoThreadBehind() {
        Sched sched =
                new Sched(List.of(Task.named("a").runs(NOTHING), Task.named("b").runs(Tasks.failing("so"))));
        List<String> pools = new CopyOnWriteArrayList<>();
        sched.addListener(new RunListener() {
            @Override
            public void runStarted(RunHandle run) {
                pools.add(run.pool().name());
            }
        });
        for (int i = 0; i < 10; i++) {
            assertThat(sched.runAll()).hasSize(2);
            assertThat(all(sched.run())).hasSize(2);
        }
        assertThat(pools).hasSize(20);
        await().until(() -> pools.stream().allMatch(pool -> threadsOf(pool).isEmpty()));
    }

    @Test
    @DisplayName("3.8 a pool that is closed under a run ends the run with a clear error")
    void closingThePoolEndsARun() throws Exception {
        for (boolean collect : new boolean[] {false, true}) {
            CountDownLatch started = new CountDownLatch(1);
            AtomicBoolean interrupted = new AtomicBoolean();
            Sched sched = sleeperAndOthers(started, interrupted);
            ThreadWorkerPool pool = new ThreadWorkerPool(1, 1);
            FutureTask<PoolClosedException> consumer = new FutureTask<>(() -> catchThrowableOfType(
                    PoolClosedException.class,
                    () -> assertThat(collect ? sched.runAll(pool) : all(sched.run(pool)))
                            .isEmpty()));
            new Thread(consumer).start();
            started.await();
            pool.close();

            assertThat(consumer.get()).hasMessageContaining("is closed and takes no work");
            assertThat(interrupted).isTrue();
            assertThat(sched.activeRuns()).isEmpty();
        }
    }

    @Test
    @DisplayName("3.8 a listener that cancels a run that is collected keeps anything more from being dispatched")
    void cancellingFromAListenerEndsARunThatIsCollected() {
        Sched sched = new Sched(List.of(
                        Task.named("a").runs(() -> {}),
                        Task.named("b").requires("a").runs(() -> {})))
                .addListener(new RunListener() {
                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        run.cancel();
                    }
                });
        Results results = sched.runAll();
        assertThat(results).hasSize(1);
        assertThat(results.summary().cancelled()).extracting(Task::id).containsExactly("b");
    }
}
