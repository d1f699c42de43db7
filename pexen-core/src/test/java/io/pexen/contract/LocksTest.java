package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.failing;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("6 Locks")
class LocksTest {

    /** Bodies that note how many of them are inside at once. */
    private static final class Room {
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        void visit() {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            inside.decrementAndGet();
        }
    }

    private static List<Task> visitors(Room room, int count, String prefix) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(Task.named(prefix + i).claims("room").runs(room::visit));
        }
        return tasks;
    }

    private static <T> FutureTask<T> inThread(java.util.concurrent.Callable<T> body) {
        FutureTask<T> future = new FutureTask<>(body);
        new Thread(future).start();
        return future;
    }

    // 6.1

    @Test
    @DisplayName("6.1 claims exclude each other")
    void claimsAreExclusive() {
        Room room = new Room();
        Sched sched = new Sched(visitors(room, 2_000, "t"));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 4)) {
            assertThat(sched.runAll(pool)).hasSize(2_000);
            assertThat(Tasks.all(sched.run(pool))).hasSize(2_000);
        }
        assertThat(room.most).hasValue(1);
    }

    @Test
    @DisplayName("6.1 uses are shared: all users are inside at once")
    void usesAreShared() {
        CyclicBarrier together = new CyclicBarrier(3);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(Task.named("t" + i).uses("db").runs(() -> together.await()));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(3, 0)) {
            assertThat(new Sched(tasks).runAll(pool)).hasSize(3).allMatch(TaskRes::succeeded);
        }
    }

    @Test
    @DisplayName("6.1 a claim excludes users, and users a claim")
    void claimsExcludeUsers() {
        AtomicInteger users = new AtomicInteger();
        AtomicInteger claimers = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            if (i % 4 == 0) {
                tasks.add(Task.named("t" + i).claims("db").calls(() -> {
                    boolean alone = claimers.incrementAndGet() == 1 && users.get() == 0;
                    Thread.onSpinWait();
                    alone &= claimers.decrementAndGet() == 0 && users.get() == 0;
                    return alone;
                }));
            } else {
                tasks.add(Task.named("t" + i).uses("db").calls(() -> {
                    users.incrementAndGet();
                    Thread.onSpinWait();
                    boolean noClaim = claimers.get() == 0;
                    users.decrementAndGet();
                    return noClaim;
                }));
            }
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 4)) {
            assertThat(new Sched(tasks).runAll(pool)).hasSize(1_000).allMatch(res -> Boolean.TRUE.equals(res.ret()));
        }
    }

    @Test
    @DisplayName("6.1 a task that waits for one lock holds none of its others, and keeps no worker")
    void takesAllLocksOrNone() {
        CountDownLatch otherRan = new CountDownLatch(1);
        Sched sched = new Sched(List.of(
                Task.named("holder").claims("x").priority(-2).runs(() -> otherRan.await()),
                Task.named("both").claims("y", "x").priority(-1).runs(NOTHING),
                Task.named("other").claims("y").runs(otherRan::countDown)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            assertThat(ids(sched.runAll(pool))).hasSize(3).containsSubsequence("holder", "both");
        }
    }

    @Test
    @DisplayName("6.1 tasks that want the same locks in every order do not deadlock")
    void doesNotDeadlock() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(Task.named("t" + i)
                    .claims("l" + i % 5, "l" + i / 5 % 5)
                    .priority(i % 3)
                    .runs(NOTHING));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 4)) {
            assertThat(new Sched(tasks).runAll(pool)).hasSize(1_000);
        }
    }

    // 6.2

    @Test
    @DisplayName("6.2 a lock is held until the result is processed")
    void holdsUntilTheResultIsProcessed() throws InterruptedException {
        Sched sched = new Sched(List.of(
                Task.named("a").claims("db").runs(NOTHING),
                Task.named("b").claims("db").runs(NOTHING)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 2);
                Run run = sched.run(pool)) {
            Iterator<TaskRes> results = run.iterator();
            assertThat(results.next().task().id()).isEqualTo("a");
            Tasks.settle(pool);
            assertThat(sched.lockScope().held()).isEqualTo(1);
            assertThat(sched.lockScope().waiting()).isEqualTo(1);
            assertThat(run.progress().dispatched()).isEqualTo(1);

            assertThat(results.next().task().id()).isEqualTo("b");
            assertThat(results.hasNext()).isFalse();
            assertThat(sched.lockScope().held()).isZero();
        }
    }

    @Test
    @DisplayName("6.2 a spare task holds its locks")
    void aSpareTaskHoldsItsLocks() {
        CountDownLatch gate = new CountDownLatch(1);
        Sched sched = new Sched(List.of(
                Task.named("first").runs(NOTHING),
                Task.named("runs").runs(() -> gate.await()),
                Task.named("spare").claims("db").runs(NOTHING)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 2);
                Run run = sched.run(pool)) {
            Iterator<TaskRes> results = run.iterator();
            assertThat(results.next().task().id()).isEqualTo("first");
            assertThat(sched.lockScope().held()).isEqualTo(1);
            gate.countDown();
            assertThat(results).toIterable().hasSize(2);
            assertThat(sched.lockScope().held()).isZero();
        }
    }

    // 6.3

    @Test
    @DisplayName("6.3 all waiters that a release could let go are considered: users go together")
    void aReleaseLetsAllGo() {
        CyclicBarrier together = new CyclicBarrier(3);
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("claimer").claims("db").priority(-1).runs(NOTHING));
        for (int i = 0; i < 3; i++) {
            tasks.add(Task.named("u" + i).uses("db").runs(() -> together.await()));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(3, 0)) {
            assertThat(new Sched(tasks).runAll(pool)).hasSize(4).allMatch(TaskRes::succeeded);
        }
    }

    @Test
    @DisplayName("6.3 a task with several locks lets waiters of each of them go")
    void aReleaseOfSeveralLocksLetsAllGo() {
        CyclicBarrier together = new CyclicBarrier(2);
        Sched sched = new Sched(List.of(
                Task.named("holder").claims("x", "y").priority(-1).runs(NOTHING),
                Task.named("wx").claims("x").runs(() -> together.await()),
                Task.named("wy").claims("y").runs(() -> together.await())));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            assertThat(sched.runAll(pool)).hasSize(3).allMatch(TaskRes::succeeded);
        }
    }

    @Test
    @DisplayName("6.3 a lock freed by a task with failed deps is offered to its waiters")
    void aFailedTaskOffersItsLocks() {
        Sched sched = new Sched(List.of(
                Task.named("fails").claims("db").priority(-1).runs(() -> {
                    throw new TaskFailException("so", false, true);
                }),
                Task.named("child").requires("fails").runs(NOTHING),
                Task.named("waiter").claims("db").runs(NOTHING)));

        assertThat(ids(sched.runAll(new CallerThreadPool()))).containsExactly("fails", "waiter");
    }

    @Test
    @DisplayName("6.3 when the best waiter lacks another lock, the next one goes")
    void considersTheNextWaiterToo() {
        CountDownLatch otherRan = new CountDownLatch(1);
        Sched sched = new Sched(List.of(
                Task.named("x").claims("x").priority(-9).runs(() -> otherRan.await()),
                Task.named("y").claims("y").priority(-8).runs(NOTHING),
                Task.named("both").claims("x", "y").priority(-7).runs(NOTHING),
                Task.named("other").claims("y").runs(otherRan::countDown)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            assertThat(sched.runAll(pool)).hasSize(4).allMatch(TaskRes::succeeded);
        }
    }

    // 6.4

    private static int placeOfTheOldWaiter(LockScope scope, boolean claims) {
        List<Task> tasks = new ArrayList<>();
        Task.Builder old = Task.named("old").priority(100);
        tasks.add((claims ? old.claims("db") : old.uses("db")).runs(NOTHING));
        for (int i = 0; i < 300; i++) {
            // Two at a time, so that with results still to be processed the lock is never free by itself.
            Task.Builder later = Task.named("t" + i);
            if (i >= 2) {
                later = later.requires("t" + (i - 2));
            }
            boolean use = claims || i % 2 == 0;
            tasks.add((use ? later.uses("db") : later.claims("db")).runs(NOTHING));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0);
                Run run = new Sched(tasks).lockScope(scope).run(pool)) {
            List<TaskRes> results = Tasks.all(run);
            assertThat(results).hasSize(301);
            return ids(results).indexOf("old");
        }
    }

    @Test
    @DisplayName("6.4 a task that claims is overtaken by a bounded number of later users, 32 unless set otherwise")
    void aWriterDoesNotStarveBehindReaders() {
        assertThat(placeOfTheOldWaiter(new LockScope(), true)).isBetween(3, 2 + LockScope.MAX_OVERTAKEN + 1);
        assertThat(LockScope.MAX_OVERTAKEN).isEqualTo(32);
        assertThat(placeOfTheOldWaiter(new LockScope(3), true)).isBetween(2, 2 + 3 + 1);
        assertThat(placeOfTheOldWaiter(new LockScope(100), true)).isBetween(40, 2 + 100 + 1);
    }

    @Test
    @DisplayName("6.4 a task that uses is overtaken by a bounded number of later tasks of both kinds")
    void aReaderDoesNotStarveBehindWriters() {
        assertThat(placeOfTheOldWaiter(new LockScope(), false)).isLessThanOrEqualTo(2 + LockScope.MAX_OVERTAKEN + 1);
        assertThat(placeOfTheOldWaiter(new LockScope(3), false)).isLessThanOrEqualTo(2 + 3 + 1);
    }

    @Test
    @DisplayName("6.4 later tasks of better priority overtake an old waiter exactly as often as is allowed")
    void theBoundIsExact() {
        for (int bound : new int[] {1, 5, 32}) {
            List<Task> tasks = new ArrayList<>();
            tasks.add(Task.named("old").claims("db").priority(9).runs(NOTHING));
            tasks.add(Task.named("t0").claims("db").runs(NOTHING));
            for (int i = 1; i < 100; i++) {
                tasks.add(
                        Task.named("t" + i).requires("t" + (i - 1)).claims("db").runs(NOTHING));
            }
            Results results = new Sched(tasks).lockScope(new LockScope(bound)).runAll(new CallerThreadPool());

            // t0 came together with it, and bound more came later.
            assertThat(ids(results).indexOf("old")).isEqualTo(1 + bound);
        }
    }

    @Test
    @DisplayName("6.4 a bound below 1 is refused")
    void refusesABoundBelowOne() {
        assertThatThrownBy(() -> new LockScope(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxOvertaken must be >= 1, was 0");
    }

    // 6.5

    @Test
    @DisplayName("6.5 100,000 tasks with one claim of one lock end soon")
    void oneHotLockIsCheap() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            tasks.add(Task.named("t" + i).claims("db").priority(i % 10).runs(NOTHING));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 8)) {
            assertThat(new Sched(tasks).runAll(pool)).hasSize(100_000);
        }
    }

    @Test
    @DisplayName("6.5 100,000 tasks with 3 of 10 locks end soon")
    void manyOverlappingLocksAreCheap() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int a = i % 10;
            int b = (a + 1 + i / 10 % 4) % 10;
            int c = (b + 1 + i / 40 % 4) % 10;
            tasks.add(Task.named("t" + i)
                    .uses("l" + a)
                    .claims("l" + b, "l" + (c == a ? (c + 5) % 10 : c))
                    .runs(NOTHING));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 8)) {
            assertThat(new Sched(tasks).runAll(pool)).hasSize(100_000);
        }
    }

    // 6.6

    @Test
    @DisplayName("6.6 concurrent runs of one sched exclude each other")
    void runsOfOneSchedExcludeEachOther() throws Exception {
        Room room = new Room();
        Sched sched = new Sched(visitors(room, 300, "t"));
        List<FutureTask<List<TaskRes>>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean collect = i % 2 == 0;
            runs.add(inThread(() -> collect ? sched.runAll() : Tasks.all(sched.run())));
        }
        for (FutureTask<List<TaskRes>> run : runs) {
            assertThat(run.get()).hasSize(300);
        }
        assertThat(room.most).hasValue(1);
        assertThat(sched.lockScope().held()).isZero();
    }

    @Test
    @DisplayName("6.6 scheds that share a lock scope exclude each other")
    void schedsOfOneScopeExcludeEachOther() throws Exception {
        Room room = new Room();
        LockScope scope = new LockScope();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 2)) {
            Sched one = new Sched(visitors(room, 300, "a")).lockScope(scope);
            Sched two = new Sched(visitors(room, 300, "b")).lockScope(scope);
            FutureTask<Results> other = inThread(() -> two.runAll(pool));
            assertThat(one.runAll(pool)).hasSize(300);
            assertThat(other.get()).hasSize(300);
        }
        assertThat(room.most).hasValue(1);
    }

    @Test
    @DisplayName("6.6 scheds of different scopes do not exclude each other")
    void schedsOfDifferentScopesDoNot() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Task task = Task.named("t").claims("db").runs(() -> together.await());
        FutureTask<Results> other = inThread(() -> new Sched(List.of(task)).runAll());

        assertThat(new Sched(List.of(task)).runAll()).allMatch(TaskRes::succeeded);
        assertThat(other.get()).allMatch(TaskRes::succeeded);
    }

    @Test
    @DisplayName("6.6 what failed tasks still hold at the end of a run is released then, and others go on")
    void releasesAtTheEndOfTheRun() throws Exception {
        LockScope scope = new LockScope();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        Sched failing = new Sched(List.of(
                        Task.named("fails").claims("db").runs(failing("so")),
                        Task.named("last").requires("goes").runs(() -> gate.await()),
                        Task.named("goes").runs(waiting::countDown)))
                .lockScope(scope);
        Sched other = new Sched(List.of(Task.named("other").claims("db").calls(gate::getCount))).lockScope(scope);
        FutureTask<Results> first = inThread(failing::runAll);
        waiting.await();
        assertThat(scope.held()).isEqualTo(1);
        FutureTask<Results> second = inThread(other::runAll);
        org.awaitility.Awaitility.await().until(() -> scope.waiting() == 1);
        assertThat(second.isDone()).isFalse();
        gate.countDown();

        assertThat(first.get().summary().locksHeld()).containsExactly("db");
        assertThat(second.get().get(0).ret()).isEqualTo(0L);
        assertThat(scope.held()).isZero();
    }

    @Test
    @DisplayName("6.6 locks are released when a run is closed early")
    void releasesWhenClosed() {
        LockScope scope = new LockScope();
        Sched sched = new Sched(List.of(
                        Task.named("a").claims("db").runs(NOTHING),
                        Task.named("b").claims("db").runs(NOTHING)))
                .lockScope(scope);
        try (Run run = sched.run(new CallerThreadPool())) {
            assertThat(run.iterator().next().task().id()).isEqualTo("a");
            assertThat(scope.held()).isEqualTo(1);
        }
        assertThat(scope.held()).isZero();
        assertThat(sched.runAll(new CallerThreadPool())).hasSize(2);
    }

    @Test
    @DisplayName("6.6 a run inside a task of another run goes on a pool of one worker")
    void runsMayBeNested() {
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
            LockScope scope = new LockScope();
            Sched inner = new Sched(List.of(
                            Task.named("in1").claims("y").calls(() -> 1),
                            Task.named("in2").requires("in1").calls(() -> 2)))
                    .lockScope(scope);
            Sched middle = new Sched(List.of(Task.named("m")
                            .calls(() -> Tasks.all(inner.run(pool)).size())))
                    .lockScope(scope);
            Sched outer = new Sched(List.of(
                            Task.named("collects")
                                    .calls(() -> inner.runAll(pool).size()),
                            Task.named("deeper")
                                    .calls(() -> middle.runAll(pool).get(0).ret())))
                    .lockScope(scope);

            assertThat(outer.runAll(pool).stream().map(TaskRes::ret).toList()).isEqualTo(List.of(2, 2));
            assertThat(Tasks.all(outer.run(pool)).stream().map(TaskRes::ret).toList())
                    .isEqualTo(List.of(2, 2));
        }
    }
}
