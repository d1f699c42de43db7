package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.inThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.pexen.LockScope;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("6 Locks across runs")
class LocksAcrossRunsTest {

    @Test
    @DisplayName("6.4 a run is not kept from a lock for ever by another run that takes it again and again")
    void runsDoNotStarveEachOther() {
        LockScope scope = new LockScope(4);
        AtomicInteger busyRan = new AtomicInteger();
        Sched quick = new Sched(List.of(Task.named("quick").claims("db").calls(busyRan::get))).lockScope(scope);
        CountDownLatch started = new CountDownLatch(1);
        List<Task> many = new ArrayList<>();
        many.add(Task.named("first").claims("db").runs(() -> {
            started.countDown();
            await().until(() -> waitForLocks(quick));
        }));
        for (int i = 0; i < 50_000; i++) {
            many.add(Task.named("t" + i).claims("db").runs(busyRan::incrementAndGet));
        }
        Sched busy = new Sched(many).lockScope(scope);
        FutureTask<Results> all = inThread(busy::runAll);
        assertThat(catchThrowable(started::await)).isNull();

        Object when = quick.runAll().get(0).ret();
        assertThat((int) Objects.requireNonNull(when)).isLessThan(10);
        assertThat(catchThrowable(all::get)).isNull();
    }

    private static boolean waitForLocks(Sched sched) {
        return sched.activeRuns().stream().anyMatch(run -> run.progress().waitingForLocks() == 1);
    }

    @Test
    @DisplayName(
            "6.6 while a body waits, others of the same pool may wait for its locks, however few workers there are")
    void othersMayWaitForALockOfABodyThatWaits() {
        LockScope scope = new LockScope();
        LockScope scopeOfY = new LockScope();
        CountDownLatch otherRuns = new CountDownLatch(1);
        Sched needsX = new Sched(List.of(Task.named("needs x").claims("x").calls(() -> "x"))).lockScope(scope);
        Sched needsY = new Sched(List.of(Task.named("needs y").claims("y").calls(() -> "y"))).lockScope(scopeOfY);
        Sched holdsY =
                new Sched(List.of(Task.named("holds y").claims("y").runs(() -> otherRuns.await()))).lockScope(scopeOfY);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
                ThreadWorkerPool elsewhere = new ThreadWorkerPool(1, 0)) {
            FutureTask<Results> holder = inThread(() -> holdsY.runAll(elsewhere));
            await().until(() -> scopeOfY.held() == 1);
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
