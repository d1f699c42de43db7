package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.failing;
import static io.pexen.contract.Tasks.ids;
import static io.pexen.contract.Tasks.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("8.6 Tasks of one sched on several pools")
class SeveralPoolsTest {

    private static final TaskBody.Calls THREAD = () -> Thread.currentThread().getName();

    private final WorkerPool main = pool("main", 1, 0);
    private final WorkerPool heavy = pool("heavy", 1, 0);

    private static ThreadWorkerPool pool(String name, int workers, int spare) {
        return ThreadWorkerPool.builder()
                .name(name)
                .workers(workers)
                .spare(spare)
                .build();
    }

    @AfterEach
    void close() {
        main.close();
        heavy.close();
    }

    private Sched sched(Task... tasks) {
        return new Sched(List.of(tasks)).addPool(heavy);
    }

    private List<TaskRes> results(Sched sched, boolean collected) {
        return collected ? sched.runAll(main) : all(sched.run(main));
    }

    // Where tasks run

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("8.6 a task runs on the pool that it names, and on that of the run if it names none")
    void runsOnThePoolThatItNames(boolean collected) {
        Sched sched = sched(
                Task.named("here").calls(THREAD),
                Task.named("there").pool("heavy").requires("here").calls(THREAD),
                Task.named("here again").requires("there").calls(THREAD),
                Task.named("by name").pool("main").requires("here again").calls(THREAD));

        assertThat(results(sched, collected))
                .extracting(TaskRes::ret)
                .containsExactly("main-1", "heavy-1", "main-1", "main-1");
    }

    @Test
    @DisplayName("8.6 a run on a pool of the name that a task names uses that pool, not another one of the name")
    void theRunsOwnPoolIsKnownByItsName() {
        try (WorkerPool other = pool("heavy", 1, 0);
                Run run = sched(
                                Task.named("a").pool("heavy").calls(() -> other.worker() != null),
                                Task.named("b").calls(() -> other.worker() != null))
                        .run(other)) {
            assertThat(run.pool()).isSameAs(other);
            assertThat(all(run)).extracting(TaskRes::ret).containsExactly(true, true);
        }
    }

    @Test
    @DisplayName("3.3 a pool that is known by two names is one pool of the run")
    void onePoolMayHaveTwoNames() {
        AtomicInteger inside = new AtomicInteger();
        TaskBody.Calls alone = () -> {
            int now = inside.incrementAndGet();
            Thread.sleep(1); // a second worker, were there one, would come in meanwhile
            inside.decrementAndGet();
            return now;
        };
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Task.Builder task = Task.named("t" + i);
            tasks.add((i % 3 == 0 ? task : task.pool(i % 3 == 1 ? "own" : "main")).calls(alone));
        }
        try (Run run = new Sched(tasks).addPool("own", main).run(main)) {
            assertThat(run.progress().dispatched()).isEqualTo(1);
            assertThat(all(run)).hasSize(30).allMatch(res -> res.ret().equals(1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("4.2, 5.1 dependencies and shared state go from pool to pool")
    void sharedStateGoesFromPoolToPool(boolean collected) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("t0").runs(shared -> shared.put("steps", 1)));
        for (int i = 1; i < 500; i++) {
            Task.Builder task = Task.named("t" + i).requires("t" + (i - 1));
            tasks.add((i % 2 == 0 ? task : task.pool("heavy"))
                    .runs(shared -> shared.put("steps", (Integer) shared.get("steps") + 1)));
        }
        List<TaskRes> results = results(sched(tasks.toArray(Task[]::new)), collected);
        assertThat(results.get(499).shared()).containsEntry("steps", 500);
    }

    @Test
    @DisplayName("3.9 tasks on the thread that drives, and on the workers of a pool, in one run")
    void theDriverWorksForThePoolThatItIsAWorkerOf() {
        Thread caller = Thread.currentThread();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Task.Builder task = Task.named("t" + i);
            if (i > 0) {
                task.requires("t" + (i - 1));
            }
            tasks.add((i % 2 == 0 ? task : task.pool("caller")).calls(() -> Thread.currentThread() == caller));
        }
        Sched sched = new Sched(tasks).addPool(new CallerThreadPool());

        for (List<TaskRes> results : List.of(sched.runAll(main), all(sched.run(main)))) {
            for (int i = 0; i < 200; i++) {
                assertThat(results.get(i).ret()).isEqualTo(i % 2 == 1);
            }
        }
    }

    @Test
    @DisplayName("3.9 a task drives a run on its own pool and another one, though each has a single worker")
    void aTaskDrivesARunOnSeveralPools() {
        Sched inner = sched(
                Task.named("a").calls(THREAD),
                Task.named("b").pool("heavy").requires("a").calls(THREAD),
                Task.named("c").requires("b").calls(THREAD),
                Task.named("d").pool("heavy").requires("c").calls(THREAD));
        Sched outer = sched(
                Task.named("one").calls(() -> inner.runAll(main).size()),
                Task.named("two").pool("heavy").calls(() -> all(inner.run(main)).size()));

        assertThat(outer.runAll(main))
                .hasSize(2)
                .allMatch(res -> Integer.valueOf(4).equals(res.ret()));
    }

    @Test
    @DisplayName("6.6 runs that wait for each other end, though one of the pools of a run is full and another is not")
    void runsOnSeveralPoolsDoNotWaitForEachOtherForever() throws Exception {
        LockScope scope = new LockScope(1);
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch nested = new CountDownLatch(1);
        Sched inner = new Sched(List.of(Task.named("inner").claims("kept").runs(NOTHING))).lockScope(scope);
        Sched outer = sched(
                        Task.named("wants").claims("db").runs(NOTHING),
                        Task.named("nests").priority(1).runs(() -> {
                            nested.countDown();
                            inner.runAll(main);
                        }),
                        Task.named("more").priority(2).runs(NOTHING),
                        Task.named("elsewhere").pool("heavy").requires("more").runs(NOTHING))
                .lockScope(scope);
        Sched other = new Sched(List.of(
                        Task.named("fails").priority(-1).claims("kept").runs(failing("and keeps its lock")),
                        Task.named("holds").claims("db").runs(() -> {
                            holds.countDown();
                            nested.await();
                        }),
                        Task.named("overtakes").claims("db").runs(NOTHING),
                        Task.named("leaves the lock to the outer run, which waits for this one")
                                .claims("db")
                                .runs(NOTHING)))
                .lockScope(scope);
        try (WorkerPool third = pool("third", 1, 0)) {
            FutureTask<List<TaskRes>> call = new FutureTask<>(() -> other.runAll(third));
            new Thread(call).start();
            holds.await();

            assertThat(outer.runAll(main)).hasSize(4).allMatch(TaskRes::succeeded);
            assertThat(call.get()).hasSize(4);
        }
        assertThat(scope.held()).isZero();
    }

    // Bounds

    @Test
    @DisplayName("3.3 at most workers + spare tasks of each pool are dispatched and not consumed")
    void eachPoolHasItsOwnBound() throws InterruptedException {
        AtomicInteger mains = new AtomicInteger();
        AtomicInteger wides = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tasks.add(Task.named("main" + i).calls(mains::incrementAndGet));
            tasks.add(Task.named("wide" + i).pool("wide").calls(wides::incrementAndGet));
        }
        try (WorkerPool wide = pool("wide", 2, 3);
                Run run = new Sched(tasks).addPool(wide).run(main)) {
            int mainsSeen = 0;
            int widesSeen = 0;
            for (TaskRes res : run) {
                settle(main); // a slow consumer: all that was dispatched has ended
                settle(wide);
                assertThat(mains).hasValue(Math.min(8, mainsSeen + 1));
                assertThat(wides).hasValue(Math.min(8, widesSeen + 5));
                if (res.task().pool() == null) {
                    mainsSeen++;
                } else {
                    widesSeen++;
                }
            }
            assertThat(mainsSeen + widesSeen).isEqualTo(16);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("8.6 a full pool keeps no task of another pool waiting")
    void aFullPoolBlocksNoOther(boolean collected) {
        CountDownLatch othersDone = new CountDownLatch(50);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tasks.add(Task.named("heavy" + i).pool("heavy").priority(-1).runs(() -> othersDone.await()));
        }
        for (int i = 0; i < 50; i++) {
            tasks.add(Task.named("light" + i).runs(othersDone::countDown));
        }
        assertThat(results(sched(tasks.toArray(Task[]::new)), collected)).hasSize(55);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("6.3, 8.6 a task whose pool is full keeps a lock from no task of another pool, not even with priority")
    void aFullPoolKeepsNoLock(boolean collected) {
        CountDownLatch othersDone = new CountDownLatch(20);
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("blocker").pool("heavy").priority(-2).runs(() -> othersDone.await()));
        for (int i = 0; i < 40; i++) { // many, so that their lanes are kept in order
            tasks.add(Task.named("urgent" + i)
                    .pool("heavy")
                    .priority(-1)
                    .claims("db")
                    .uses("other" + i)
                    .runs(NOTHING));
        }
        for (int i = 0; i < 20; i++) {
            tasks.add(Task.named("light" + i).claims("db").runs(othersDone::countDown));
        }
        List<TaskRes> results = results(sched(tasks.toArray(Task[]::new)), collected);
        assertThat(ids(results).subList(0, 19))
                .allMatch(id -> id.startsWith("light")); // the last one lets the blocker go
        assertThat(results).hasSize(61);
    }

    @Test
    @DisplayName("6.4, 8.6 a task whose pool is full is overtaken as often as it may be, then gets its lock first")
    void aTaskOfAFullPoolIsOvertakenABoundedNumberOfTimes() {
        CountDownLatch overtaken = new CountDownLatch(32);
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("blocker").pool("heavy").priority(-1).runs(() -> overtaken.await()));
        tasks.add(Task.named("victim").pool("heavy").claims("db").runs(NOTHING));
        tasks.add(Task.named("light0").runs(NOTHING));
        for (int i = 1; i < 60; i++) {
            tasks.add(Task.named("light" + i)
                    .requires("light" + (i - 1))
                    .claims("db")
                    .runs(overtaken::countDown));
        }
        List<String> order = ids(sched(tasks.toArray(Task[]::new)).runAll(main));

        assertThat(order).hasSize(62).containsSubsequence("light32", "victim", "light33");
    }

    // Priorities

    @Test
    @DisplayName("3.6 priorities hold among the tasks of each pool")
    void prioritiesHoldInEachPool() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            tasks.add(Task.named("main" + i).priority(-i).runs(NOTHING));
            tasks.add(Task.named("heavy" + i).pool("heavy").priority(i * 7 % 30).runs(NOTHING));
        }
        for (List<TaskRes> results : List.of(
                sched(tasks.toArray(Task[]::new)).runAll(main),
                all(sched(tasks.toArray(Task[]::new)).run(main)))) {
            assertThat(results.stream().filter(res -> res.task().pool() == null))
                    .extracting(res -> res.task().priority())
                    .isSorted();
            assertThat(results.stream().filter(res -> res.task().pool() != null))
                    .extracting(res -> res.task().priority())
                    .isSorted();
        }
    }

    @Test
    @DisplayName("3.6, 6.1 of tasks of two pools that want one lock, that of the better priority gets it first")
    void priorityDecidesBetweenPools() {
        Sched sched = sched(
                Task.named("c").priority(3).claims("db").runs(NOTHING),
                Task.named("b").priority(2).pool("heavy").claims("db").runs(NOTHING),
                Task.named("a").priority(1).claims("db").runs(NOTHING),
                Task.named("first").priority(0).pool("heavy").claims("db").runs(NOTHING));

        assertThat(ids(sched.runAll(main))).containsExactly("first", "a", "b", "c");
        assertThat(ids(all(sched.run(main)))).containsExactly("first", "a", "b", "c");
    }

    // Unknown pools

    @Test
    @DisplayName("8.6 pools that nobody knows are refused when the run starts, all at once, and nothing runs")
    void unknownPoolsAreRefused() {
        RecordingListener recorder = new RecordingListener();
        Sched sched = sched(
                        Task.named("a").runs(NOTHING),
                        Task.named("b").pool("hevy").runs(NOTHING),
                        Task.named("c").pool("hevy").runs(NOTHING),
                        Task.named("d").pool("hevy").runs(NOTHING),
                        Task.named("e").pool("hevy").runs(NOTHING),
                        Task.named("f").pool("gpu").runs(NOTHING),
                        Task.named("g").pool("heavy").runs(NOTHING))
                .addListener(recorder);

        for (Runnable start : List.<Runnable>of(() -> sched.runAll(main), () -> sched.run(main))) {
            assertThatExceptionOfType(PexenException.class)
                    .isThrownBy(start::run)
                    .withMessageContaining("pool \"hevy\", named by \"b\", \"c\", \"d\" and 1 more")
                    .withMessageContaining("pool \"gpu\", named by \"f\"")
                    .withMessageContaining("It knows \"main\", \"heavy\"")
                    .withMessageContaining("sched.addPool(...)");
        }
        assertThat(recorder.order()).isEmpty();
        assertThat(sched.activeRuns()).isEmpty();
        assertThat(main.stats().busy()).isZero();

        sched.addPool("hevy", heavy).addPool("gpu", heavy);
        assertThat(sched.runAll(main)).hasSize(7);
    }

    @Test
    @DisplayName("1.4 two pools of one name, and a name that is blank, are refused")
    void namesOfPoolsAreChecked() {
        Sched sched = sched().addPool(heavy);
        assertThat(sched.pools()).containsExactly(Map.entry("heavy", heavy));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> sched.addPool("heavy", main))
                .withMessageContaining("another pool of the name \"heavy\"");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Task.named("a").pool(" "))
                .withMessageContaining("task \"a\": the name of a pool")
                .withMessageContaining("was \" \"");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Task.named("a").pool(null))
                .withMessageContaining("was null");
    }

    // Closing

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("8.6 closing one of the pools ends the run with an error, and interrupts the tasks of the others")
    void closingOnePoolEndsTheRun(boolean collected) throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        TaskBody.Runs untilInterrupted = () -> {
            started.countDown();
            new CountDownLatch(1).await();
        };
        Sched sched = sched(
                Task.named("here").runs(untilInterrupted),
                Task.named("there").pool("heavy").runs(untilInterrupted),
                Task.named("there too").pool("heavy").runs(NOTHING));
        FutureTask<List<TaskRes>> call = new FutureTask<>(() -> results(sched, collected));
        new Thread(call).start();
        started.await();
        heavy.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(call::get)
                .havingCause()
                .isInstanceOf(PoolClosedException.class)
                .withMessageContaining("\"heavy\"");
        assertThat(sched.activeRuns()).isEmpty();
        await().until(() -> main.stats().busy() == 0);
        assertThat(main.isClosed()).isFalse();
    }

    @Test
    @DisplayName("8.2, 8.6 a run that needs a closed pool does not start")
    void needsNoClosedPool() {
        heavy.close();
        Sched sched = sched(
                Task.named("here").runs(NOTHING),
                Task.named("there").pool("heavy").runs(NOTHING));
        assertThatExceptionOfType(PoolClosedException.class)
                .isThrownBy(() -> sched.runAll(main))
                .withMessageContaining("\"heavy\"");
        assertThat(sched(Task.named("here").runs(NOTHING)).runAll(main)).hasSize(1);
    }

    @Test
    @DisplayName("3.8 closing a run interrupts its tasks on all pools, and closes none of the pools")
    void closingTheRunInterruptsAll() throws Exception {
        CyclicBarrier running = new CyclicBarrier(3);
        AtomicInteger interrupted = new AtomicInteger();
        TaskBody.Runs untilInterrupted = () -> {
            running.await();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
        };
        Sched sched = sched(
                Task.named("here").runs(untilInterrupted),
                Task.named("there").pool("heavy").runs(untilInterrupted),
                Task.named("later").pool("heavy").runs(NOTHING));
        Run run = sched.run(main);
        running.await();
        run.close();

        assertThat(interrupted).hasValue(2);
        assertThat(run.summary().cancelled()).extracting(Task::id).containsExactly("later");
        assertThat(main.isClosed() || heavy.isClosed()).isFalse();
    }

    @Test
    @DisplayName("3.1 a run that makes its own pool closes that alone")
    void closesItsOwnPoolAlone() {
        Sched sched = sched(
                Task.named("here").calls(THREAD),
                Task.named("there").pool("heavy").calls(THREAD));
        assertThat(sched.runAll()).hasSize(2).anyMatch(res -> "heavy-1".equals(res.ret()));
        assertThat(heavy.isClosed()).isFalse();
    }
}
