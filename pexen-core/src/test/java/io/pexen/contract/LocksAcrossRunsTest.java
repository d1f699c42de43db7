package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.pexen.LockScope;
import io.pexen.Results;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("6 Locks across runs")
class LocksAcrossRunsTest {

    private static <T> FutureTask<T> inThread(java.util.concurrent.Callable<T> body) {
        FutureTask<T> future = new FutureTask<>(body);
        new Thread(future).start();
        return future;
    }

    @Test
    @DisplayName("6.4 a run is not kept from a lock for ever by another run that takes it again and again")
    void runsDoNotStarveEachOther() {
        LockScope scope = new LockScope(4);
        AtomicInteger busyRan = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        List<Task> many = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            many.add(Task.named("t" + i).claims("db").runs(() -> {
                busyRan.incrementAndGet();
                started.countDown();
            }));
        }
        Sched busy = new Sched(many).lockScope(scope);
        Sched quick = new Sched(List.of(Task.named("quick").claims("db").calls(busyRan::get))).lockScope(scope);
        FutureTask<Results> all = inThread(busy::runAll);
        assertThat(catchThrowable(started::await)).isNull();

        Object when = quick.runAll().get(0).ret();
        assertThat((int) Objects.requireNonNull(when)).isLessThan(50_000);
        assertThat(catchThrowable(all::get)).isNull();
    }

    @Test
    @DisplayName("6.6 runs whose failed tasks hold each other's locks end with a clear error rather than hang")
    void runsThatWaitForEachOtherEnd() throws Exception {
        for (int round = 0; round < 20; round++) {
            LockScope scope = new LockScope();
            CyclicBarrier bothHold = new CyclicBarrier(2);
            boolean collect = round % 2 == 0;
            List<FutureTask<Throwable>> runs = new ArrayList<>();
            for (String[] keys : new String[][] {{"x", "y"}, {"y", "x"}}) {
                Sched sched = new Sched(List.of(
                                Task.named("fails").claims(keys[0]).runs(() -> {
                                    bothHold.await();
                                    throw new IllegalStateException("so");
                                }),
                                Task.named("waits").claims(keys[1]).priority(1).runs(NOTHING)))
                        .lockScope(scope)
                        .name("sched of " + keys[0]);
                runs.add(inThread(() -> catchThrowable(() -> {
                    try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
                        assertThat(collect ? sched.runAll(pool) : Tasks.all(sched.run(pool)))
                                .isNotEmpty();
                    }
                })));
            }
            Throwable one = runs.get(0).get();
            Throwable two = runs.get(1).get();

            assertThat(one == null ? two : one)
                    .isInstanceOf(PexenException.class)
                    .hasMessageContaining("waits for locks of other runs that wait for it")
                    .hasMessageContaining("sched of x")
                    .hasMessageContaining("sched of y");
            assertThat(scope.held()).isZero();
        }
    }

    @Test
    @DisplayName(
            "6.6 bodies that hold a lock and run a sched which needs the other's end with a clear error rather than hang")
    void bodiesThatWaitForEachOtherGetAnError() {
        for (int round = 0; round < 40; round++) {
            boolean handles = (round & 1) == 0;
            boolean collects = (round & 2) == 0;
            LockScope scope = new LockScope();
            CyclicBarrier bothHold = new CyclicBarrier(2);
            try (ThreadWorkerPool pool = new ThreadWorkerPool(2, round % 3)) {
                Results results = new Sched(List.of(
                                holder("x", "y", bothHold, scope, pool, collects, handles),
                                holder("y", "x", bothHold, scope, pool, collects, handles)))
                        .lockScope(scope)
                        .runAll(pool);

                List<String> outcomes = new ArrayList<>();
                for (TaskRes res : results) {
                    outcomes.add(String.valueOf(res.excinfo() != null ? res.excinfo() : res.ret()));
                }
                assertThat(outcomes)
                        .anySatisfy(each -> assertThat(each)
                                .contains("waits for locks of other runs that wait for it")
                                .contains("inner of x")
                                .contains("inner of y"));
                if (handles) { // one gives way, the other goes on
                    assertThat(outcomes).contains("1 results");
                }
            }
            assertThat(scope.held()).isZero();
        }
    }

    private static Task holder(
            String holds,
            String needs,
            CyclicBarrier bothHold,
            LockScope scope,
            ThreadWorkerPool pool,
            boolean collects,
            boolean handles) {
        Sched inner = new Sched(List.of(Task.named("inner").claims(needs).runs(NOTHING)))
                .lockScope(scope)
                .name("inner of " + holds);
        return Task.named("holds " + holds).claims(holds).calls(() -> {
            bothHold.await();
            try {
                return (collects ? inner.runAll(pool) : Tasks.all(inner.run(pool))).size() + " results";
            } catch (PexenException e) {
                if (handles) {
                    return e.toString();
                }
                throw e;
            }
        });
    }

    @Test
    @DisplayName("6.6 a body that runs a sched which needs a lock that a task of its run then fails with gets an error")
    void aLockThatIsKeptWhileABodyWaitsForIt() {
        for (int round = 0; round < 20; round++) {
            boolean collects = round % 2 == 0;
            LockScope scope = new LockScope();
            CountDownLatch holds = new CountDownLatch(1);
            Sched inner = new Sched(List.of(Task.named("inner").claims("x").runs(NOTHING)))
                    .lockScope(scope)
                    .name("inner");
            try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
                Results results = new Sched(List.of(
                                Task.named("fails").claims("x").runs(() -> {
                                    holds.countDown();
                                    await().until(() -> waitForLocks(inner));
                                    throw new IllegalStateException("so");
                                }),
                                Task.named("waits").calls(() -> {
                                    holds.await();
                                    return collects ? inner.runAll(pool) : Tasks.all(inner.run(pool));
                                })))
                        .lockScope(scope)
                        .runAll(pool);

                assertThat(results)
                        .anySatisfy(res -> assertThat(res.excinfo())
                                .isInstanceOf(PexenException.class)
                                .hasMessageContaining("the run of sched \"inner\" waits for locks of other runs"));
            }
        }
    }

    private static boolean waitForLocks(Sched sched) {
        return sched.activeRuns().stream().anyMatch(run -> run.progress().waitingForLocks() == 1);
    }

    @Test
    @DisplayName("6.6 a body that waits for a run whose body waits for a lock of the first gets an error")
    void aLockIsWaitedForAtTheEndOfAChainOfRuns() {
        LockScope scope = new LockScope();
        Sched last = new Sched(List.of(Task.named("needs").uses("x").runs(NOTHING))).lockScope(scope);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
                ThreadWorkerPool other = new ThreadWorkerPool(1, 0)) {
            Sched middle = new Sched(List.of(Task.named("between").runs(() -> last.runAll(other))));
            Results results = new Sched(List.of(Task.named("holds")
                            .claims("x")
                            .calls(() -> middle.runAll(other).get(0).excinfo())))
                    .lockScope(scope)
                    .runAll(pool);

            Throwable outer = results.get(0).excinfo();
            assertThat(outer != null ? outer : (Throwable) results.get(0).ret())
                    .isInstanceOf(PexenException.class)
                    .hasMessageContaining("waits for locks of other runs that wait for it");
        }
    }

    @Test
    @DisplayName(
            "6.6 while a body waits, others of the same pool may wait for its locks, however few workers there are")
    void othersMayWaitForALockOfABodyThatWaits() {
        LockScope scope = new LockScope();
        CountDownLatch otherRuns = new CountDownLatch(1);
        Sched needsX = new Sched(List.of(Task.named("needs x").claims("x").calls(() -> "x"))).lockScope(scope);
        Sched needsY = new Sched(List.of(Task.named("needs y").claims("y").calls(() -> "y"))).lockScope(scope);
        Sched holdsY =
                new Sched(List.of(Task.named("holds y").claims("y").runs(() -> otherRuns.await()))).lockScope(scope);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
                ThreadWorkerPool elsewhere = new ThreadWorkerPool(1, 0)) {
            FutureTask<Results> holder = inThread(() -> holdsY.runAll(elsewhere));
            await().until(() -> scope.held() == 1);
            FutureTask<Results> first = inThread(() -> new Sched(List.of(Task.named("holds x")
                            .claims("x")
                            .calls(() -> needsY.runAll(pool).get(0).ret())))
                    .lockScope(scope)
                    .runAll(pool));
            await().until(() -> waitForLocks(needsY));
            Results second = new Sched(List.of(Task.named("other").calls(() -> {
                        otherRuns.countDown();
                        return needsX.runAll(pool).get(0).ret();
                    })))
                    .runAll(pool);

            assertThat(second.get(0).ret()).isEqualTo("x");
            assertThat(catchThrowable(() -> assertThat(first.get().get(0).ret()).isEqualTo("y")))
                    .isNull();
            assertThat(catchThrowable(holder::get)).isNull();
        }
    }

    @Test
    @DisplayName("6.6 a task that has a lock is executed although the only worker of the pool waits for that lock")
    void aWorkerThatWaitsIsReplaced() {
        LockScope scope = new LockScope();
        Sched other = new Sched(List.of(Task.named("other").claims("x").runs(NOTHING))).lockScope(scope);
        Sched inner = new Sched(List.of(Task.named("inner").claims("x").runs(NOTHING))).lockScope(scope);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
            List<FutureTask<Results>> others = new ArrayList<>();
            Results results = new Sched(List.of(Task.named("outer").calls(() -> {
                        others.add(inThread(() -> other.runAll(pool)));
                        await().until(() -> scope.held() == 1);
                        return inner.runAll(pool).size();
                    })))
                    .runAll(pool);
            assertThat(results.get(0).ret()).isEqualTo(1);
            assertThat(catchThrowable(others.get(0)::get)).isNull();
        }
    }
}
