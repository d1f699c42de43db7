package io.pexen.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link NestedStressTest} has found about runs that did not end, each by itself and without chance. What hung
 * here was deaf to interrupts.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FoundEndsTest {

    private final LockScope scope = new LockScope();

    static RunListener onFinished(BiConsumer<RunHandle, TaskRes> action) {
        return new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                action.accept(run, res);
            }
        };
    }

    @Test
    @DisplayName("3.9 a run of a listener gets the worker that waits to end the listener's run")
    void listenerWhileDriverWaitsForTheTurn() {
        try (ThreadWorkerPool outerPool = new ThreadWorkerPool(1, 0);
                ThreadWorkerPool innerPool = new ThreadWorkerPool(1, 0)) {
            AtomicInteger ran = new AtomicInteger();
            Sched other = new Sched(List.of(Task.named("other").runs(ran::incrementAndGet)));
            Sched inner = new Sched(List.of(Task.named("inner").runs(() -> {}))).addListener(onFinished((run, res) -> {
                run.cancel(); // so the driver, which is the only worker of its pool, wants to end the run now
                other.runAll(outerPool);
            }));

            Results results =
                    new Sched(List.of(Task.named("outer").runs(() -> inner.runAll(innerPool)))).runAll(outerPool);

            assertThat(results).allMatch(TaskRes::succeeded);
            assertThat(ran).hasValue(1);
        }
    }

    @Test
    @DisplayName("3.9 a run of a listener gets the worker that asks a run for a result while another thread closes it")
    void listenerWhileConsumerWaitsForTheTurn() {
        CountDownLatch ended = new CountDownLatch(2);
        CountDownLatch listening = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        try (ThreadWorkerPool outerPool = new ThreadWorkerPool(1, 0);
                ThreadWorkerPool innerPool = new ThreadWorkerPool(2, 0)) {
            Sched other = new Sched(List.of(Task.named("other").runs(ran::incrementAndGet)));
            AtomicInteger results = new AtomicInteger();
            Sched inner = new Sched(List.of(
                            Task.named("a").runs(ended::countDown),
                            Task.named("b").runs(ended::countDown)))
                    .addListener(onFinished((run, res) -> {
                        if (results.incrementAndGet() == 2) { // on the thread that closes
                            listening.countDown();
                            other.runAll(outerPool);
                        }
                    }));
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> {
                try (Run run = inner.run(innerPool)) {
                    Iterator<TaskRes> iterator = run.iterator();
                    iterator.next();
                    ended.await();
                    CompletableFuture<Void> closing = CompletableFuture.runAsync(run::close);
                    listening.await();
                    while (iterator.hasNext()) {
                        iterator.next();
                    }
                    closing.join();
                }
            })));

            assertThat(outer.runAll(outerPool)).allMatch(TaskRes::succeeded);
            assertThat(ran).hasValue(1);
        }
    }

    @Test
    @DisplayName("3.8 cancel reaches a body while the driver of its run waits for a place in its pool")
    void cancelWhileDriverHasNoPlace() throws Exception {
        endWhileDriverHasNoPlace(false);
    }

    @Test
    @DisplayName(
            "3.8 cancel of the outer run reaches a body of the inner one while its driver waits for room in its pool")
    void interruptWhileDriverHasNoPlace() throws Exception {
        endWhileDriverHasNoPlace(true);
    }

    private static void endWhileDriverHasNoPlace(boolean cancelsOuter) throws Exception {
        CountDownLatch parked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (ThreadWorkerPool outerPool = new ThreadWorkerPool(1, 0);
                ThreadWorkerPool innerPool = new ThreadWorkerPool(1, 0)) {
            Sched inner = new Sched(List.of(Task.named("inner").runs(() -> {
                parked.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            })));
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> iterate(inner.run(innerPool)))));
            Sched canceller = new Sched(List.of(Task.named("canceller").runs(() -> {
                (cancelsOuter ? outer : inner).activeRuns().forEach(RunHandle::cancel);
                interrupted.await(); // and keeps the only place in the pool until then
            })));

            CompletableFuture<Results> first = CompletableFuture.supplyAsync(() -> outer.runAll(outerPool));
            parked.await();
            assertThat(canceller.runAll(outerPool)).allMatch(TaskRes::succeeded);
            assertThat(first.get().summary().cancelled()).isEmpty();
        }
    }

    @Test
    @DisplayName("3.8 cancel reaches the bodies of a collected run while a listener of it works")
    void cancelWhileAListenerWorks() {
        CountDownLatch parked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            Sched sched = new Sched(List.of(
                            Task.named("parks").runs(() -> {
                                parked.countDown();
                                try {
                                    new CountDownLatch(1).await();
                                } catch (InterruptedException e) {
                                    interrupted.countDown();
                                }
                            }),
                            Task.named("ends").runs(() -> parked.await())))
                    .addListener(onFinished((run, res) -> {
                        if (res.task().id().equals("ends")) {
                            run.cancel();
                            awaitLatch(interrupted);
                        }
                    }));

            assertThat(sched.runAll(pool).summary().ran()).isEqualTo(2);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void iterate(Run run) {
        try (run) {
            run.forEach(res -> {});
        }
    }

    @Test
    @DisplayName("3.9 endless nesting ends with an error, also on one stack, and loses neither lock nor run")
    void endlessNesting() {
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            Sched endless = new Sched().lockScope(scope);
            endless.addTasks(
                    Task.named("locks").claims("k").runs(() -> {}),
                    Task.named("again").runs(() -> {
                        for (TaskRes res : endless.runAll(new CallerThreadPool())) {
                            if (!res.succeeded()) {
                                throw res.excinfo();
                            }
                        }
                    }));

            Results results = endless.runAll(pool);

            assertThat(results.summary().failures())
                    .singleElement()
                    .satisfies(res -> assertThat(res.excinfo())
                            .isInstanceOf(PexenException.class)
                            .hasMessageContaining("deep"));
            assertThat(scope.held()).isZero();
            assertThat(endless.activeRuns()).isEmpty();
        }
    }

    @Test
    @DisplayName("3.9, 8.3 a thread factory that begins to fail ends no run without an outcome for each task")
    void threadFactoryThatFailsLater() {
        LinkedBlockingQueue<Thread> made = new LinkedBlockingQueue<>();
        ThreadFactory failing = body -> {
            if (!made.isEmpty()) {
                return null;
            }
            Thread thread = new Thread(body);
            made.add(thread);
            return thread;
        };
        try (ThreadWorkerPool pool =
                ThreadWorkerPool.builder().workers(3).threadFactory(failing).build()) {
            Sched inner = new Sched(List.of(
                    Task.named("inner 1").runs(() -> {}), Task.named("inner 2").runs(() -> {})));
            Sched outer = new Sched(List.of(
                            Task.named("outer 1").claims("k").runs(() -> inner.runAll(pool)),
                            Task.named("outer 2").claims("k").runs(() -> inner.runAll(pool))))
                    .lockScope(scope);

            assertThat(outer.runAll(pool)).hasSize(2);
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName("3.9, 8.3 a run that waits for a thread ends, although nobody can say why there is none")
    void threadFactoryWhoseExceptionThrows() {
        LinkedBlockingQueue<Thread> made = new LinkedBlockingQueue<>();
        ThreadFactory failing = body -> {
            if (!made.isEmpty()) {
                throw new Faults.Hostile("a thread factory");
            }
            Thread thread = new Thread(body);
            made.add(thread);
            return thread;
        };
        try (ThreadWorkerPool outerPool =
                        ThreadWorkerPool.builder().threadFactory(failing).build();
                ThreadWorkerPool innerPool = new ThreadWorkerPool(1, 0)) {
            CountDownLatch parked = new CountDownLatch(1);
            Sched inner = new Sched(List.of(Task.named("inner").runs(() -> parked.await())));
            Sched needsThread = new Sched(List.of(Task.named("needs thread").runs(() -> {})));
            AtomicReference<Throwable> error = new AtomicReference<>();
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                    error.set(catchThrowable(() -> needsThread.runAll(outerPool)));
                    parked.countDown();
                });
                Awaitility.await().until(() -> outerPool.stats().spareUsed() > 0); // it waits for this worker
                inner.runAll(innerPool); // and now for another one, in place of this
                other.join();
            })));

            assertThat(outer.runAll(outerPool)).allMatch(TaskRes::succeeded);
            assertThat(error.get()).isInstanceOf(PexenException.class);
        }
    }

    @Test
    @DisplayName("8.8 a worker that waits in a listener, while it waits for its run's end, counts as one that waits")
    void waitsInsideOfAWait() {
        CountDownLatch parks = new CountDownLatch(1);
        AtomicReference<Thread> driver = new AtomicReference<>();
        AtomicInteger ran = new AtomicInteger();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0);
                ThreadWorkerPool innerPool = new ThreadWorkerPool(2, 0);
                ThreadWorkerPool third = new ThreadWorkerPool(1, 0)) {
            CountDownLatch both = new CountDownLatch(2);
            TaskBody.Runs meets = () -> {
                both.countDown();
                both.await();
            };
            new Sched(List.of(Task.named("one").runs(meets), Task.named("two").runs(meets))).runAll(pool);
            Sched onPool = new Sched(List.of(Task.named("on pool").runs(ran::incrementAndGet)));
            Sched ofListener = new Sched(List.of(Task.named("waits").runs(() -> {
                Awaitility.await().until(() -> driver.get().getState() == Thread.State.WAITING);
                onPool.runAll(pool);
            })));
            AtomicReference<Results> results = new AtomicReference<>();
            Sched inner = new Sched(List.of(
                            Task.named("quick").runs(() -> {}),
                            Task.named("parks").runs(() -> {
                                parks.countDown();
                                new CountDownLatch(1).await();
                            })))
                    .addListener(onFinished((run, res) -> {
                        if (!res.succeeded()) { // delivered while the driver waits for its bodies to end
                            driver.set(Thread.currentThread());
                            results.set(ofListener.runAll(third));
                        }
                    }));
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> {
                try (Run run = inner.run(innerPool)) {
                    run.iterator().next();
                    parks.await();
                }
            })));

            assertThat(outer.runAll(pool)).allMatch(TaskRes::succeeded);
            assertThat(results.get()).allMatch(TaskRes::succeeded);
            assertThat(ran).hasValue(1);
        }
    }

    @Test
    @DisplayName(
            "8.8 a driver that waits in a task which it executes itself is no worker for the other tasks of its run")
    void noThreadForWhatTheDriverLeaves() {
        AtomicInteger threads = new AtomicInteger();
        ThreadFactory onlyOne = body -> {
            if (threads.getAndIncrement() > 0) {
                throw new OutOfMemoryError("no more threads");
            }
            return new Thread(body);
        };
        CountDownLatch second = new CountDownLatch(1);
        try (ThreadWorkerPool pool = ThreadWorkerPool.builder()
                        .name("one")
                        .spare(3)
                        .threadFactory(onlyOne)
                        .build();
                ThreadWorkerPool other = new ThreadWorkerPool(2, 0)) {
            Sched waits = new Sched(List.of(Task.named("waits").runs(() -> second.await())));
            Sched inner = new Sched(List.of(
                            Task.named("first").pool("one").runs(() -> waits.runAll(other)),
                            Task.named("second").pool("one").priority(1).runs(() -> second.countDown())))
                    .addPool(pool);
            AtomicReference<Throwable> error = new AtomicReference<>();
            Sched outer = new Sched(List.of(
                    Task.named("outer").runs(() -> error.set(catchThrowable(() -> inner.runAll(other))))));

            assertThat(outer.runAll(pool)).hasSize(1);
            assertThat(error.get()).isInstanceOf(PexenException.class).hasMessageContaining("cannot start a thread");
        }
    }

    @Test
    @DisplayName("3.8 a thread that is interrupted ends its run without waiting for a place in its pool")
    void interruptedWithoutAPlace() throws Exception {
        CountDownLatch parks = new CountDownLatch(1);
        AtomicReference<Thread> driver = new AtomicReference<>();
        try (ThreadWorkerPool pool =
                        ThreadWorkerPool.builder().name("one").spare(3).build();
                CallerThreadPool caller = new CallerThreadPool()) {
            Sched never = new Sched(List.of(Task.named("gets no worker").runs(() -> {})));
            Sched inner = new Sched(List.of(
                            Task.named("parks").pool("one").priority(-1).runs(() -> {
                                parks.countDown();
                                new CountDownLatch(1).await();
                            }),
                            Task.named("iterates").runs(() -> {
                                try (Run run = never.run(pool)) {
                                    run.iterator().next();
                                }
                            })))
                    .addPool(pool);
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> {
                driver.set(Thread.currentThread());
                try (Run run = inner.run(caller)) {
                    run.forEach(res -> {});
                }
            })));

            CompletableFuture<Results> results = CompletableFuture.supplyAsync(() -> outer.runAll(pool));
            parks.await();
            Awaitility.await().until(() -> driver.get().getState() == Thread.State.WAITING);
            outer.activeRuns().forEach(RunHandle::cancel);
            assertThat(results.get()).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "3.8 an interrupt that comes while a thread executes a task of an inner run reaches its listeners, too")
    void interruptReachesListeners() throws Exception {
        CountDownLatch parks = new CountDownLatch(1);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 3);
                ThreadWorkerPool other = new ThreadWorkerPool(1, 0)) {
            Sched waits = new Sched(List.of(Task.named("waits").runs(() -> parks.await())));
            Sched never = new Sched(List.of(Task.named("gets no worker").runs(() -> {})));
            Sched inner = new Sched(List.of(
                            Task.named("first").runs(() -> waits.runAll(other)),
                            Task.named("parks").priority(1).runs(() -> {
                                parks.countDown();
                                new CountDownLatch(1).await();
                            })))
                    .addListener(onFinished((run, res) -> {
                        if (res.task().id().equals("first")) {
                            try (Run mine = never.run(pool)) {
                                mine.iterator().next();
                            }
                        }
                    }));
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> inner.runAll(pool))));

            CompletableFuture<Results> results = CompletableFuture.supplyAsync(() -> outer.runAll(pool));
            parks.await();
            Awaitility.await()
                    .until(() -> waits.activeRuns().isEmpty() || other.stats().busy() == 0);
            outer.activeRuns().forEach(RunHandle::cancel);
            assertThat(results.get()).hasSize(1);
        }
    }
}
