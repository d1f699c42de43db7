package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.inThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("Runs inside of runs")
class NestedRunsTest {

    private final LockScope scope = new LockScope();

    private Sched sched(String name, Task... tasks) {
        return new Sched(List.of(tasks)).lockScope(scope).name(name);
    }

    private Sched needing(String key) {
        return sched("inner", Task.named("needs " + key).claims(key).calls(() -> key));
    }

    /** Each way to run a sched to its end. */
    private static List<TaskRes> run(Sched sched, WorkerPool pool, boolean collects) {
        return collects ? sched.runAll(pool) : Tasks.all(sched.run(pool));
    }

    private static TaskRes result(List<TaskRes> results, String id) {
        return results.stream()
                .filter(res -> res.task().id().equals(id))
                .findAny()
                .orElseThrow();
    }

    private static Throwable error(Sched sched, WorkerPool pool, boolean collects) {
        return catchThrowable(() -> run(sched, pool, collects));
    }

    @Nested
    @DisplayName("6.7 a run that would wait for locks while locks are held around it")
    class HoldAndWait {

        @Test
        @DisplayName("6.7 is refused at every try, whatever locks of the scope the task holds and the run needs")
        void insideATaskThatHoldsLocks() {
            Sched users = sched("users", Task.named("uses x").uses("x").runs(NOTHING));
            try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 1)) {
                for (int round = 0; round < 50; round++) {
                    boolean collects = round % 2 == 0;
                    Results results = sched(
                                    "outer",
                                    Task.named("same").claims("x").calls(() -> error(needing("x"), pool, collects)),
                                    Task.named("other").claims("y").calls(() -> error(needing("z"), pool, collects)),
                                    Task.named("shared").uses("x").calls(() -> error(users, pool, collects)))
                            .runAll(pool);

                    assertThat(results)
                            .hasSize(3)
                            .allSatisfy(res -> assertThat(res.ret()).isInstanceOf(PexenException.class));
                    assertThat(result(results, "same").ret())
                            .hasToString(PexenException.class.getName()
                                    + ": sched \"inner\" cannot run here: task \"same\" of sched"
                                    + " \"outer\" holds the lock \"x\", and the run needs the lock"
                                    + " \"x\" of the same lock scope, for which it could wait forever;"
                                    + " start the run before or after the task, or remove the locks"
                                    + " from the task, or give one of the two scheds a lock scope of"
                                    + " its own");
                }
                assertThat(scope.held()).isZero();
            }
        }

        @Test
        @DisplayName("6.7 may start where no lock is held, and where it needs none")
        void allowed() {
            Sched lockless = sched("lockless", Task.named("free").calls(() -> 1));
            try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
                Results results = sched(
                                "outer",
                                Task.named("holds")
                                        .claims("x")
                                        .calls(() -> run(lockless, pool, true).size()),
                                Task.named("needs")
                                        .calls(() ->
                                                run(needing("x"), pool, false).size()))
                        .runAll(pool);
                assertThat(results).extracting(TaskRes::ret).containsExactlyInAnyOrder(1, 1);
            }
        }

        @Test
        @DisplayName("6.7 is refused at any depth below the task that holds locks, on whatever thread")
        void deepInside() {
            List<Throwable> refused = Collections.synchronizedList(new ArrayList<>());
            try (ThreadWorkerPool pool = new ThreadWorkerPool(3, 0);
                    ThreadWorkerPool other = new ThreadWorkerPool(1, 0)) {
                Sched third = sched("third", Task.named("t").runs(() -> {
                    Throwable error = catchThrowable(() -> needing("z").runAll(other));
                    refused.add(error);
                }));
                Sched second = sched("second", Task.named("s").runs(() -> third.runAll(other)));
                sched("first", Task.named("f").uses("x").runs(() -> second.runAll(pool)))
                        .runAll(pool);
            }
            assertThat(refused)
                    .singleElement()
                    .satisfies(error -> assertThat(error)
                            .isInstanceOf(PexenException.class)
                            .hasMessageContaining("task \"f\" of sched \"first\" holds the lock \"x\""));
        }

        @Test
        @DisplayName("6.7 is refused between results of a run whose tasks still need locks, and not after them")
        void betweenResults() {
            Sched first = sched(
                    "first",
                    Task.named("a").claims("x").runs(NOTHING),
                    Task.named("b").runs(NOTHING));
            Sched second = sched("second", Task.named("c").uses("y").runs(NOTHING));
            try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
                List<String> seen = new ArrayList<>();
                for (TaskRes res : first.run(pool)) {
                    seen.add(res.task().id());
                    if (res.task().id().equals("a")) {
                        assertThatThrownBy(() -> second.runAll(pool))
                                .isInstanceOf(PexenException.class)
                                .hasMessageContaining("a result of sched \"first\" is being processed")
                                .hasMessageContaining("collect the results with runAll first, or close that run");
                        assertThatThrownBy(() -> Tasks.all(second.run(pool))).isInstanceOf(PexenException.class);
                    } else {
                        assertThat(second.runAll(pool)).hasSize(1);
                    }
                }
                assertThat(seen).containsExactly("a", "b");
                assertThat(second.runAll(pool)).hasSize(1);
                assertThat(scope.held()).isZero();
            }
        }

        @Test
        @DisplayName("6.7 is allowed again when the run with the result is closed, also by another thread")
        void afterClosing() throws Exception {
            for (boolean elsewhere : new boolean[] {false, true}) {
                Run run = needing("x").run();
                assertThat(run.iterator().next()).isNotNull();
                assertThatThrownBy(() -> needing("x").runAll()).hasMessageContaining("is being processed");
                if (elsewhere) {
                    inThread(() -> {
                                run.close();
                                return null;
                            })
                            .get();
                } else {
                    run.close();
                }
                assertThat(needing("x").runAll()).hasSize(1);
            }
        }

        @Test
        @DisplayName(
                "6.7 that was started elsewhere cannot be iterated by a thread that holds locks; that does not end it")
        void iteratedByAnother() throws Exception {
            Run started = needing("x").run();
            Iterator<TaskRes> results = started.iterator();
            Results outer = sched("outer", Task.named("holds").claims("y").calls(results::hasNext))
                    .runAll();

            assertThat(outer.get(0).excinfo())
                    .hasMessageContaining("task \"holds\" of sched \"outer\" holds the lock \"y\"");
            assertThat(results.next().ret()).isEqualTo("x");
            assertThat(results.hasNext()).isFalse();
            assertThat(scope.held()).isZero();
        }

        @Test
        @DisplayName("6.7 is refused inside of a listener while the run has tasks with locks, which goes on")
        void insideAListener() {
            for (int round = 0; round < 4; round++) {
                boolean collects = round % 2 == 0;
                boolean inner = round < 2;
                List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
                Sched sched = sched(
                                "main",
                                Task.named("first").claims("x").runs(NOTHING),
                                Task.named("last").claims("x").runs(NOTHING))
                        .addListener(new RunListener() {
                            @Override
                            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                                errors.add(catchThrowable(
                                        () -> NestedRunsTest.run(needing("x"), new ThreadWorkerPool(), inner)));
                            }
                        });
                assertThat(run(sched, new ThreadWorkerPool(), collects)).hasSize(2);
                assertThat(errors)
                        .hasSize(2)
                        .allSatisfy(error -> assertThat(error)
                                .isInstanceOf(PexenException.class)
                                .hasMessageContaining("a result of sched \"main\" is being processed"));
                assertThat(scope.held()).isZero();
            }
        }

        @Test
        @DisplayName("6.7 may start inside of a listener when the run has ended")
        void insideRunEnded() {
            AtomicInteger results = new AtomicInteger();
            needing("x")
                    .addListener(new RunListener() {
                        @Override
                        public void runEnded(RunHandle run, io.pexen.run.RunSummary summary) {
                            results.set(needing("x").runAll().size());
                        }
                    })
                    .runAll();
            assertThat(results).hasValue(1);
        }

        @Test
        @DisplayName("6.7 of another lock scope is allowed, in one order of the two scopes")
        void twoScopes() {
            LockScope other = new LockScope();
            Sched inOther = new Sched(List.of(Task.named("o").claims("x").runs(NOTHING)))
                    .lockScope(other)
                    .name("other");
            Results inwards = sched(
                            "main",
                            Task.named("m")
                                    .claims("x")
                                    .calls(() -> inOther.runAll().size()))
                    .runAll();
            assertThat(inwards.get(0).ret()).isEqualTo(1);

            Results outwards = new Sched(List.of(Task.named("o")
                            .claims("x")
                            .calls(() -> needing("x").runAll().size())))
                    .lockScope(other)
                    .runAll();
            assertThat(outwards.get(0).excinfo())
                    .isInstanceOf(PexenException.class)
                    .hasMessageContaining("nest lock scopes in one order only");
        }

        @Test
        @DisplayName("6.7 a task may start a run, have another thread iterate it, and run other scheds meanwhile")
        void handedOver() throws Exception {
            for (int round = 0; round < 100; round++) {
                BlockingQueue<Run> handed = new LinkedBlockingQueue<>();
                FutureTask<List<TaskRes>> consumer = inThread(() -> Tasks.all(handed.take()));
                try (ThreadWorkerPool pool = new ThreadWorkerPool(1 + round % 3, round % 2)) {
                    Results results = sched("outer", Task.named("starts").calls(() -> {
                                handed.add(needing("x").run(pool));
                                return needing("x").runAll(pool).size();
                            }))
                            .runAll(pool);
                    assertThat(results.get(0).ret()).isEqualTo(1);
                    assertThat(consumer.get()).hasSize(1);
                }
                assertThat(scope.held()).isZero();
            }
        }
    }

    @Nested
    @DisplayName("6.8 runs that wait for locks which failed tasks of each other keep")
    class KeptLocks {

        @Test
        @DisplayName("6.8 end with an error of one of them, rather than hang")
        void ofEachOther() throws Exception {
            for (int round = 0; round < 20; round++) {
                CyclicBarrier bothHold = new CyclicBarrier(2);
                boolean collects = round % 2 == 0;
                List<FutureTask<Throwable>> runs = new ArrayList<>();
                for (String[] keys : new String[][] {{"x", "y"}, {"y", "x"}}) {
                    Sched sched = sched(
                            "sched of " + keys[0],
                            Task.named("fails").claims(keys[0]).runs(() -> {
                                bothHold.await();
                                throw new IllegalStateException("so");
                            }),
                            Task.named("waits").claims(keys[1]).priority(1).runs(NOTHING));
                    runs.add(inThread(() -> catchThrowable(() -> {
                        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
                            assertThat(run(sched, pool, collects)).isNotEmpty();
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
                "6.8 a body that runs a sched which needs a lock that a task of its run then fails with gets an error")
        void whileABodyWaitsForIt() {
            for (int round = 0; round < 20; round++) {
                boolean collects = round % 2 == 0;
                CountDownLatch holds = new CountDownLatch(1);
                Sched inner = needing("x");
                try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
                    Results results = sched(
                                    "outer",
                                    Task.named("fails").claims("x").runs(() -> {
                                        holds.countDown();
                                        await().until(() -> waitsForLocks(inner));
                                        throw new IllegalStateException("so");
                                    }),
                                    Task.named("waits").calls(() -> {
                                        holds.await();
                                        return run(inner, pool, collects);
                                    }))
                            .runAll(pool);

                    assertThat(results)
                            .anySatisfy(res -> assertThat(res.excinfo())
                                    .isInstanceOf(PexenException.class)
                                    .hasMessageContaining("the run of sched \"inner\" waits for locks of other runs"));
                }
            }
        }

        @Test
        @DisplayName(
                "6.8 a run inside a task that needs a lock which a failed task of the outer run retains gets an error")
        void afterAFailure() {
            Results results = sched(
                            "outer",
                            Task.named("fails").claims("x").runs(Tasks.failing("so")),
                            Task.named("nests")
                                    .requires("go")
                                    .calls(() -> needing("x").runAll().size()),
                            Task.named("go").priority(1).runs(NOTHING))
                    .runAll();
            assertThat(results).hasSize(3);
            assertThat(results.get(2).excinfo()).hasMessageContaining("waits for locks of other runs that wait for it");
        }

        @Test
        @DisplayName("6.8 cannot do so over two lock scopes: the second order in which they are nested is refused")
        void overTwoScopes() throws Exception {
            LockScope other = new LockScope();
            CyclicBarrier bothKeep = new CyclicBarrier(2);
            List<FutureTask<Results>> runs = new ArrayList<>();
            for (LockScope own : List.of(scope, other)) {
                LockScope needed = own == scope ? other : scope;
                Sched inner = new Sched(List.of(Task.named("inner").claims("x").runs(NOTHING))).lockScope(needed);
                Sched outer = new Sched(List.of(
                                Task.named("fails").claims("x").runs(Tasks.failing("so")),
                                Task.named("go").priority(1).runs(() -> bothKeep.await()),
                                Task.named("nests")
                                        .requires("go")
                                        .calls(() -> inner.runAll().size())))
                        .lockScope(own);
                runs.add(inThread(outer::runAll));
            }
            List<Throwable> errors = new ArrayList<>();
            for (FutureTask<Results> run : runs) {
                errors.add(run.get().get(2).excinfo());
            }
            assertThat(errors)
                    .anySatisfy(error -> assertThat(error)
                            .isInstanceOf(PexenException.class)
                            .hasMessageContaining("nest lock scopes in one order only"));
            assertThat(scope.held() + other.held()).isZero();
        }

        private static boolean waitsForLocks(Sched sched) {
            return sched.activeRuns().stream().anyMatch(run -> run.progress().waitingForLocks() == 1);
        }
    }

    @Nested
    @DisplayName("3.10 a run whose driver executes one of its tasks itself")
    class DriverExecutes {

        @Test
        @DisplayName("3.10 is moved by others when a lock is released that it waits for")
        void isMovedByOthers() throws Exception {
            CountDownLatch holds = new CountDownLatch(1);
            CountDownLatch releases = new CountDownLatch(1);
            CountDownLatch began = new CountDownLatch(1);
            AtomicReference<Throwable> waited = new AtomicReference<>();
            Sched holder = sched("holder", Task.named("holds").claims("x").runs(() -> {
                holds.countDown();
                releases.await();
            }));
            FutureTask<Results> held = inThread(holder::runAll);
            holds.await();
            try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
                    ThreadWorkerPool idle =
                            ThreadWorkerPool.builder().name("idle").workers(4).build()) {
                Sched inner = sched(
                                "inner",
                                Task.named("long").runs(() -> {
                                    releases.countDown();
                                    waited.set(catchThrowable(began::await));
                                }),
                                Task.named("ready").pool("idle").claims("x").runs(began::countDown))
                        .addPool(idle);
                sched("outer", Task.named("nests").runs(() -> inner.runAll(pool)))
                        .runAll(pool);
            }
            assertThat(waited.get()).isNull();
            assertThat(held.get()).hasSize(1);
        }

        @Test
        @DisplayName("3.10 is cancelled at once: its driver's task is interrupted like every other")
        void isCancelled() throws Exception {
            for (int round = 0; round < 4; round++) {
                boolean collects = round % 2 == 0;
                CountDownLatch started = new CountDownLatch(1);
                Sched inner = new Sched(List.of(
                                Tasks.sleeper("sleeps", started, new java.util.concurrent.atomic.AtomicBoolean())))
                        .gracePeriod(Duration.ofDays(1));
                try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
                    FutureTask<?> whole = round < 2
                            ? inThread(() -> new Sched(
                                            List.of(Task.named("nests").runs(() -> run(inner, pool, collects))))
                                    .runAll(pool))
                            : inThread(() -> run(inner, new CallerThreadPool(), collects));
                    started.await();
                    inner.activeRuns().forEach(RunHandle::cancel);
                    assertThat(whole.get()).isNotNull();
                }
            }
        }
    }

    @Test
    @DisplayName("3.9 a task that runs its own sched without end gets an error, and the run ends")
    void endlessNesting() {
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 1)) {
            for (int round = 0; round < 3; round++) {
                boolean collects = round % 2 == 0;
                WorkerPool used = round < 2 ? pool : new CallerThreadPool();
                AtomicReference<Throwable> deepest = new AtomicReference<>();
                List<Sched> self = new ArrayList<>();
                self.add(new Sched(List.of(Task.named("again").runs(() -> {
                    Throwable error = catchThrowable(() -> run(self.get(0), used, collects));
                    deepest.compareAndSet(null, error);
                }))));
                assertThat(run(self.get(0), used, collects)).hasSize(1);
                assertThat(deepest.get()).isNotNull();
                assertThat(self.get(0).activeRuns()).isEmpty();
            }
        }
    }
}
