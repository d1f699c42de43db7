package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // they are waited for: that is what is tested
@DisplayName("1.5 Bodies that return a future")
class AsyncBodiesTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void endExecutor() {
        executor.shutdownNow();
    }

    /** What this future is, but as a stage that does not become a future. */
    private static Object stageOnly(CompletableFuture<?> future) {
        return Proxy.newProxyInstance(
                AsyncBodiesTest.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("toCompletableFuture")) {
                        throw new UnsupportedOperationException();
                    }
                    return method.invoke(future, args);
                });
    }

    private static TaskRes only(Task task) {
        Results results = new Sched(List.of(task)).runAll(new CallerThreadPool());
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static Throwable failureOf(Task task) {
        TaskRes res = only(task);
        assertThat(res.ret()).isNull();
        assertThat(res.excinfo()).isNotNull();
        return res.excinfo();
    }

    @Test
    @DisplayName(
            "1.5 the task is done when the future is, and not before: dependants and waiters for its locks come later")
    void isDoneWhenTheFutureIs() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        CountDownLatch returned = new CountDownLatch(1);
        AtomicBoolean early = new AtomicBoolean();
        Task async = Task.named("async").claims("db").calls(() -> {
            returned.countDown();
            return future;
        });
        Task child = Task.named("child").requires("async").runs(() -> early.compareAndSet(false, !future.isDone()));
        Task waiter =
                Task.named("waiter").claims("db").priority(1).runs(() -> early.compareAndSet(false, !future.isDone()));
        CountDownLatch free = new CountDownLatch(1);
        Task other = Task.named("other").priority(2).runs(free::countDown);

        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 4)) {
            FutureTask<Results> run =
                    new FutureTask<>(() -> new Sched(List.of(async, child, waiter, other)).runAll(pool));
            new Thread(run).start();
            returned.await();
            free.await(); // nothing keeps the rest of the run from going on
            await().until(() -> pool.stats().busy() == 1);
            future.complete("rows");

            assertThat(ids(run.get())).contains("async", "child", "waiter");
            assertThat(early).isFalse();
        }
    }

    @Test
    @DisplayName("1.5 its value is the result, whether it is a future, a stage, or a future of a future")
    void itsValueIsTheResult() {
        assertThat(only(Task.named("a").calls(() -> CompletableFuture.supplyAsync(() -> 5, executor)))
                        .ret())
                .isEqualTo(5);
        assertThat(only(Task.named("a").calls(() -> executor.submit(() -> 6))).ret())
                .isEqualTo(6);
        assertThat(only(Task.named("a").calls(() -> CompletableFuture.completedStage(7)))
                        .ret())
                .isEqualTo(7);
        assertThat(only(Task.named("a").calls(() -> {
                            FutureTask<Object> inner = new FutureTask<>(() -> 8);
                            inner.run();
                            return CompletableFuture.completedFuture(inner);
                        }))
                        .ret())
                .isEqualTo(8);
        TaskRes nothing = only(Task.named("a").calls(() -> CompletableFuture.completedFuture(null)));
        assertThat(nothing.ret()).isNull();
        assertThat(nothing.succeeded()).isTrue();
    }

    @Test
    @DisplayName("1.5 a stage that is no future, and cannot become one, is waited for as well")
    void waitsForStagesThatAreNoFutures() {
        CompletableFuture<String> late = new CompletableFuture<>();
        executor.execute(() -> late.complete("late"));
        assertThat(only(Task.named("a").calls(() -> stageOnly(late))).ret()).isEqualTo("late");

        IOException thrown = new IOException("disk full");
        assertThat(failureOf(Task.named("a").calls(() -> stageOnly(CompletableFuture.failedFuture(thrown)))))
                .isSameAs(thrown);
    }

    @Test
    @DisplayName("1.5 a future that fails fails the task, with what was thrown and not what futures wrap it in")
    void failsWithItsCause() {
        IOException thrown = new IOException("disk full");
        assertThat(failureOf(Task.named("a").calls(() -> CompletableFuture.failedFuture(thrown))))
                .isSameAs(thrown);
        assertThat(failureOf(Task.named("a")
                        .calls(() -> executor.submit(() -> {
                            throw thrown;
                        }))))
                .isSameAs(thrown);
        assertThat(failureOf(Task.named("a")
                        .calls(() -> CompletableFuture.supplyAsync(
                                        () -> {
                                            throw new CompletionException(new ExecutionException(thrown));
                                        },
                                        executor)
                                .thenApply(Object::toString))))
                .isSameAs(thrown);
        assertThat(failureOf(Task.named("a")
                        .calls(() -> CompletableFuture.failedFuture(new ExecutionException("no cause", null)))))
                .isInstanceOf(ExecutionException.class);
    }

    @Test
    @DisplayName("1.5 a future that somebody cancels fails the task with a CancellationException")
    void failsIfTheFutureIsCancelled() {
        CompletableFuture<Object> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        assertThat(failureOf(Task.named("a").calls(() -> cancelled))).isInstanceOf(CancellationException.class);
    }

    @Test
    @DisplayName("1.5 a future may fail in a controlled way, by itself or since the body is wrapped")
    void mayFailControlled() {
        TaskFailException controlled = new TaskFailException("so", true, false);
        TaskRes res = only(Task.named("a").calls(() -> CompletableFuture.failedFuture(controlled)));
        assertThat(res.excinfo()).isSameAs(controlled);
        assertThat(res.depsOk()).isTrue();
        assertThat(res.locksOk()).isFalse();

        IOException thrown = new IOException("disk full");
        assertThat(failureOf(Task.named("a").failWrap(true, true).calls(() -> CompletableFuture.failedFuture(thrown))))
                .isInstanceOf(TaskFailException.class)
                .hasCause(thrown);
    }

    @Test
    @DisplayName("1.5 closing the run cancels the future and ends the task")
    void cancelsTheFuture() throws Exception {
        for (boolean virtual :
                ThreadWorkerPool.virtualThreadsAvailable() ? new boolean[] {false, true} : new boolean[1]) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            CompletableFuture<Object> never = new CompletableFuture<>();
            Task works = Task.named("works")
                    .calls(() -> executor.submit(() -> {
                        begun.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } finally {
                            interrupted.countDown();
                        }
                        return null;
                    }));
            Task waits = Task.named("waits").calls(() -> never);
            try (ThreadWorkerPool pool =
                    ThreadWorkerPool.builder().workers(2).virtual(virtual).build()) {
                Run run = new Sched(List.of(works, waits)).run(pool);
                begun.await();
                await().until(() -> pool.stats().busy() == 2);
                run.close();

                interrupted.await();
                assertThat(never.isCancelled()).isTrue();
                assertThat(run.summary().failures())
                        .hasSize(2)
                        .allMatch(res -> res.excinfo() instanceof InterruptedException);
            }
        }
    }

    @Test
    @DisplayName("1.5 a future that holds itself never ends, and can be interrupted all the same")
    void interruptsAFutureThatHoldsItself() throws Exception {
        CompletableFuture<Object> itself = new CompletableFuture<>();
        itself.complete(itself);
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
            Run run = new Sched(List.of(Task.named("a").calls(() -> {
                        begun.countDown();
                        return itself;
                    })))
                    .run(pool);
            begun.await();
            run.close();
            assertThat(run.summary().failures())
                    .singleElement()
                    .satisfies(res -> assertThat(res.excinfo()).isInstanceOf(InterruptedException.class));
        }
    }

    @Test
    @DisplayName("1.5 closing the pool cancels the future, too")
    void closingThePoolCancelsTheFuture() throws Exception {
        CompletableFuture<Object> never = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
        FutureTask<Results> run = new FutureTask<>(() -> new Sched(List.of(
                        Task.named("waits").calls(() -> {
                            begun.countDown();
                            return never;
                        }),
                        Task.named("later").runs(NOTHING)))
                .runAll(pool));
        new Thread(run).start();
        begun.await();
        pool.close();
        assertThat(never.isCancelled()).isTrue();
    }

    @Test
    @DisplayName("1.5 its place in the pool is taken, and the time counts, until the future is done")
    void takesItsPlaceAndItsTime() throws Exception {
        CompletableFuture<Object> future = new CompletableFuture<>();
        CountDownLatch returned = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        AtomicLong body = new AtomicLong();
        AtomicLong returnedAt = new AtomicLong();
        Task async = Task.named("async").calls(() -> {
            returnedAt.set(System.nanoTime());
            returned.countDown();
            return future;
        });
        Sched sched = new Sched(List.of(async, Task.named("second").priority(1).runs(second::countDown)))
                .addListener(new RunListener() {
                    @Override
                    public boolean timed() {
                        return true;
                    }

                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        if (res.task() == async) {
                            body.set(times.body());
                        }
                    }
                });
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 1)) {
            FutureTask<Results> run = new FutureTask<>(() -> sched.runAll(pool));
            new Thread(run).start();
            returned.await();
            await().until(() -> pool.stats().busy() == 1 && pool.stats().spareUsed() == 1);
            assertThat(second.getCount()).isEqualTo(1);
            long waited = System.nanoTime() - returnedAt.get();
            future.complete(1);
            assertThat(ids(run.get())).containsExactly("async", "second");
            assertThat(body).hasValueGreaterThanOrEqualTo(waited);
        }
    }

    @Test
    @DisplayName("1.5 a body may run a sched of its own, and then return a future")
    void goesWithNestedRuns() {
        Task outer = Task.named("outer").claims("db").calls(() -> {
            int inner = new Sched(
                            List.of(Task.named("inner").calls(() -> CompletableFuture.supplyAsync(() -> 1, executor))))
                    .runAll()
                    .size();
            return CompletableFuture.supplyAsync(() -> inner + 1, executor);
        });
        assertThat(new Sched(List.of(outer)).runAll().get(0).ret()).isEqualTo(2);
    }
}
