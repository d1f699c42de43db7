package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pexen.Results;
import io.pexen.Run;
import io.pexen.RunHandle;
import io.pexen.RunInterruptedException;
import io.pexen.RunListener;
import io.pexen.RunSummary;
import io.pexen.Sched;
import io.pexen.Skipped;
import io.pexen.TaskTimes;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3 Running")
class RunningTest {

    /** A body that says it has started, and then waits to be interrupted. */
    private static Task sleeper(String id, CountDownLatch started, AtomicBoolean interrupted) {
        return Task.named(id).runs(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
    }

    private static List<String> threadsOf(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(pool + "-"))
                .toList();
    }

    // 3.1

    @Test
    @DisplayName("3.1 iterating a run yields one result for each task that ran")
    void yieldsOneResultForEachTask() {
        Sched sched = new Sched(List.of(
                Task.named("a").calls(() -> 1),
                Task.named("b").requires("a").calls(() -> 2),
                Task.named("fails").runs(Tasks.failing("so")),
                Task.named("skipped").requires("fails").runs(NOTHING)));

        List<TaskRes> results = all(sched.run());

        assertThat(ids(results)).containsExactlyInAnyOrder("a", "b", "fails");
    }

    @Test
    @DisplayName("3.1 results come as tasks finish")
    void yieldsResultsAsTasksFinish() {
        CountDownLatch quickIsConsumed = new CountDownLatch(1);
        Sched sched = new Sched(List.of(
                Task.named("slow").runs(() -> quickIsConsumed.await()),
                Task.named("quick").runs(NOTHING)));
        List<String> order = new ArrayList<>();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0);
                Run run = sched.run(pool)) {
            for (TaskRes res : run) {
                order.add(res.task().id());
                quickIsConsumed.countDown();
            }
        }
        assertThat(order).containsExactly("quick", "slow");
    }

    @Test
    @DisplayName("3.1 the default pool is one thread worker with one spare")
    void hasADefaultPool() {
        Sched sched = new Sched(List.of(Task.named("a").calls(Thread::currentThread)));
        try (Run run = sched.run()) {
            assertThat(run.pool()).isInstanceOf(ThreadWorkerPool.class);
            assertThat(run.pool().workers()).isEqualTo(1);
            assertThat(run.pool().spare()).isEqualTo(1);
            assertThat(all(run))
                    .singleElement()
                    .satisfies(res -> assertThat(res.ret()).isNotSameAs(Thread.currentThread()));
        }
    }

    @Test
    @DisplayName("3.1 run() starts the run: tasks execute before anybody iterates")
    void startsAtOnce() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        try (Run run = new Sched(List.of(Task.named("a").runs(started::countDown))).run()) {
            started.await();
            assertThat(all(run)).hasSize(1);
        }
    }

    @Test
    @DisplayName("3.1 a run is iterated once, and ends with NoSuchElementException and a summary")
    void isIteratedOnce() {
        Run run = new Sched(List.of(Task.named("a").runs(NOTHING))).run(new CallerThreadPool());
        assertThatThrownBy(run::summary).isInstanceOf(IllegalStateException.class);
        Iterator<TaskRes> results = run.iterator();
        results.next();

        assertThatThrownBy(results::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(run::iterator)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a run can be iterated once");
        assertThat(run.summary().succeeded()).isTrue();
    }

    @Test
    @DisplayName("3.1 two threads cannot iterate one run at the same time")
    void refusesTwoConsumersAtOnce() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (Run run = new Sched(List.of(Task.named("a").runs(() -> gate.await()))).run()) {
            Iterator<TaskRes> results = run.iterator();
            AtomicBoolean found = new AtomicBoolean();
            Thread other = new Thread(() -> found.set(results.hasNext()));
            other.start();
            await().until(() -> other.getState() == Thread.State.WAITING);

            assertThatThrownBy(results::hasNext)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is iterated by another thread");
            gate.countDown();
            other.join();
            assertThat(results.hasNext()).isTrue();
        }
    }

    // 3.2

    @Test
    @DisplayName("3.2 while the consumer works on a result, nothing is dispatched and nothing becomes ready")
    void executionDoesNotOutrunTheConsumer() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        Set<String> started = ConcurrentHashMap.newKeySet();
        Sched sched = new Sched(List.of(
                Task.named("first").claims("db").runs(() -> started.add("first")),
                Task.named("other").runs(() -> gate.await()),
                Task.named("child").requires("first").runs(() -> started.add("child")),
                Task.named("waiter").claims("db").runs(() -> started.add("waiter"))));
        try (SettlingPool pool = new SettlingPool(4, 4);
                Run run = sched.run(pool)) {
            Iterator<TaskRes> results = run.iterator();
            assertThat(results.next().task().id()).isEqualTo("first");
            gate.countDown();
            pool.settle();

            assertThat(started).containsExactly("first");
            assertThat(run.progress().dispatched()).isEqualTo(2);
            assertThat(run.progress().ready()).isZero();
            assertThat(run.progress().waitingForLocks()).isEqualTo(1);
            assertThat(sched.lockScope().held()).isEqualTo(1);

            assertThat(results.next().task().id()).isEqualTo("other");
            assertThat(run.progress().dispatched()).isEqualTo(3);
            results.forEachRemaining(res -> {});
            assertThat(started).containsExactlyInAnyOrder("first", "child", "waiter");
        }
    }

    @Test
    @DisplayName("3.2 before the consumer asks for the first result, only what was ready at the start is dispatched")
    void nothingIsUnlockedBeforeTheFirstResultIsAskedFor() throws InterruptedException {
        Sched sched = new Sched(List.of(
                Task.named("a").runs(NOTHING), Task.named("b").requires("a").runs(NOTHING)));
        try (SettlingPool pool = new SettlingPool(2, 2);
                Run run = sched.run(pool)) {
            pool.settle();

            assertThat(run.progress().dispatched()).isEqualTo(1);
            assertThat(ids(all(run))).containsExactly("a", "b");
        }
    }

    // 3.3

    @Test
    @DisplayName("3.3 at most workers + spare tasks are dispatched and not consumed")
    void dispatchesAtMostWorkersAndSpare() throws InterruptedException {
        AtomicInteger started = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            tasks.add(Task.named("t" + i).runs(started::incrementAndGet));
        }
        try (SettlingPool pool = new SettlingPool(3, 2);
                Run run = new Sched(tasks).run(pool)) {
            int consumed = 0;
            for (TaskRes res : run) {
                pool.settle(); // a slow consumer: all that was dispatched has ended
                assertThat(started).hasValue(Math.min(60, consumed + 5));
                assertThat(run.progress().dispatched()).isEqualTo(Math.min(60 - consumed, 5));
                assertThat(res.succeeded()).isTrue();
                consumed++;
            }
            assertThat(started).hasValue(60);
        }
    }

    @Test
    @DisplayName("3.3 collecting keeps to workers + spare too")
    void collectingDispatchesAtMostWorkersAndSpare() {
        AtomicInteger started = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            tasks.add(Task.named("t" + i)
                    .runs(() -> most.accumulateAndGet(started.incrementAndGet() - seen.get(), Math::max)));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(3, 2)) {
            Sched sched = new Sched(tasks).addListener(new RunListener() {
                @Override
                public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                    most.accumulateAndGet(run.progress().dispatched(), Math::max);
                    seen.incrementAndGet();
                }
            });

            assertThat(sched.runAll(pool)).hasSize(2_000);
            assertThat(most.get()).isBetween(3, 5);
        }
    }

    @Test
    @DisplayName("3.3 with one worker and no spare, one task is dispatched at a time")
    void dispatchesOneAtATimeWithoutSpare() {
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
                Run run = new Sched(List.of(
                                Task.named("a").runs(NOTHING), Task.named("b").runs(NOTHING)))
                        .run(pool)) {
            assertThat(run.progress().dispatched()).isEqualTo(1);
            assertThat(all(run)).hasSize(2);
        }
    }

    // 3.4

    @Test
    @DisplayName("3.4 collecting gives the results that iterating gives")
    void collectingIsLikeIterating() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int number = i;
            Task.Builder builder = Task.named("t" + i).claims("lock" + i % 7).priority(i % 3);
            if (i >= 10) {
                builder = builder.requires("t" + (i - 10), "t" + i / 2);
            }
            tasks.add(builder.calls(shared -> {
                if (number % 50 == 49) {
                    throw new IllegalArgumentException("t" + number);
                }
                return shared.merge("sum", 1, (a, b) -> (int) a + (int) b);
            }));
        }
        Sched sched = new Sched(tasks);

        Results collected = sched.runAll(new CallerThreadPool());
        Run run = sched.run(new CallerThreadPool());
        List<TaskRes> iterated = all(run);

        assertThat(ids(collected)).isEqualTo(ids(iterated));
        assertThat(collected.stream().map(TaskRes::ret).toList())
                .isEqualTo(iterated.stream().map(TaskRes::ret).toList());
        assertThat(collected.summary().skipped()).isEqualTo(run.summary().skipped());
        assertThat(collected.summary().locksHeld()).isEqualTo(run.summary().locksHeld());
    }

    @Test
    @DisplayName("3.4 when all is collected, the workers themselves move the run on")
    void workersMoveTheRun() {
        Set<Thread> movers = ConcurrentHashMap.newKeySet();
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("t0").runs(NOTHING));
        for (int i = 1; i < 1_000; i++) {
            tasks.add(Task.named("t" + i).requires("t" + (i - 1)).runs(NOTHING));
        }
        Sched sched = new Sched(tasks).addListener(new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                movers.add(Thread.currentThread());
            }
        });
        try (ThreadWorkerPool pool =
                ThreadWorkerPool.builder().name("movers").workers(2).build()) {
            assertThat(sched.runAll(pool)).hasSize(1_000);
        }
        assertThat(movers).anyMatch(thread -> thread.getName().startsWith("movers-"));
    }

    // 3.5

    @Test
    @DisplayName("3.5 listeners see each result before anything it unlocks starts")
    void listenersComeBeforeWhatIsUnlocked() {
        List<String> events = new CopyOnWriteArrayList<>();
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("t0").claims("lock").runs(() -> events.add("starts t0")));
        for (int i = 1; i < 100; i++) {
            String id = "t" + i;
            tasks.add(Task.named(id).requires("t" + (i - 1)).runs(() -> events.add("starts " + id)));
        }
        tasks.add(Task.named("waiter").claims("lock").priority(9).runs(() -> events.add("starts waiter")));
        Sched sched = new Sched(tasks).addListener(new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                events.add("seen " + res.task().id());
            }
        });
        try (ThreadWorkerPool pool = new ThreadWorkerPool(3, 3)) {
            for (int round = 0; round < 2; round++) {
                events.clear();
                int results = round == 0
                        ? sched.runAll(pool).size()
                        : all(sched.run(pool)).size();

                assertThat(results).isEqualTo(101);
                for (int i = 1; i < 100; i++) {
                    assertThat(events).containsSubsequence("seen t" + (i - 1), "starts t" + i);
                }
                assertThat(events).containsSubsequence("seen t0", "starts waiter");
            }
        }
    }

    @Test
    @DisplayName("3.5 listeners are told one thing at a time, also when several workers move the run")
    void listenersAreToldOneAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            tasks.add(Task.named("t" + i).runs(NOTHING));
        }
        Sched sched = new Sched(tasks).addListener(new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                inside.decrementAndGet();
            }
        });
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 8)) {
            assertThat(sched.runAll(pool)).hasSize(3_000);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    @DisplayName("3.5 when results are iterated, listeners are called on the consumer's thread")
    void listenersAreCalledOnTheConsumersThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Sched sched = new Sched(List.of(
                        Task.named("a").runs(Tasks.failing("so")),
                        Task.named("b").requires("a").runs(NOTHING)))
                .addListener(new RunListener() {
                    @Override
                    public void runStarted(RunHandle run) {
                        threads.add(Thread.currentThread());
                    }

                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        threads.add(Thread.currentThread());
                    }

                    @Override
                    public void taskSkipped(RunHandle run, Skipped skipped) {
                        threads.add(Thread.currentThread());
                    }

                    @Override
                    public void runEnded(RunHandle run, RunSummary summary) {
                        threads.add(Thread.currentThread());
                    }
                });
        assertThat(all(sched.run())).hasSize(1);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    @DisplayName("3.5 the listener has seen a result when the consumer gets it")
    void listenersComeBeforeTheConsumer() {
        RecordingListener listener = new RecordingListener();
        Sched sched =
                new Sched(List.of(Task.named("a").runs(NOTHING), Task.named("b").runs(NOTHING))).addListener(listener);
        List<String> consumed = new ArrayList<>();
        for (TaskRes res : sched.run(new CallerThreadPool())) {
            consumed.add(res.task().id());
            assertThat(listener.order()).isEqualTo(consumed);
        }
        assertThat(listener.summaries()).hasSize(1);
    }

    @Test
    @DisplayName("3.5 a listener that throws is logged, and changes nothing")
    void aFailingListenerChangesNothing() {
        RecordingListener after = new RecordingListener();
        Sched sched = new Sched(List.of(
                        Task.named("a").runs(Tasks.failing("so")),
                        Task.named("b").requires("a").runs(NOTHING),
                        Task.named("c").runs(NOTHING)))
                .addListener(new RunListener() {
                    @Override
                    public void runStarted(RunHandle run) {
                        throw new IllegalStateException("runStarted");
                    }

                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        throw new AssertionError("taskFinished");
                    }

                    @Override
                    public void taskSkipped(RunHandle run, Skipped skipped) {
                        throw new IllegalStateException("taskSkipped");
                    }

                    @Override
                    public void runEnded(RunHandle run, RunSummary summary) {
                        throw new IllegalStateException("runEnded");
                    }
                })
                .addListener(after);
        try (Logs logs = Logs.ofRuns()) {
            assertThat(ids(sched.runAll(new CallerThreadPool()))).containsExactly("a", "c");

            assertThat(after.order()).containsExactly("a", "c");
            assertThat(after.skipped()).hasSize(1);
            assertThat(after.summaries()).hasSize(1);
            assertThat(logs.warnings().stream().filter(text -> text.contains("listener")))
                    .hasSize(5)
                    .allMatch(text -> text.contains("failed; the run goes on"));
        }
    }

    // 3.6

    @Test
    @DisplayName("3.6 the lowest priority value goes first")
    void theLowestPriorityGoesFirst() {
        Sched sched = new Sched(List.of(
                Task.named("ten").priority(10).runs(NOTHING),
                Task.named("min").priority(Integer.MIN_VALUE).runs(NOTHING),
                Task.named("max").priority(Integer.MAX_VALUE).runs(NOTHING),
                Task.named("zero").runs(NOTHING),
                Task.named("minus").priority(-1).runs(NOTHING)));

        assertThat(ids(sched.runAll(new CallerThreadPool()))).containsExactly("min", "minus", "zero", "ten", "max");
        assertThat(ids(all(sched.run(new CallerThreadPool())))).containsExactly("min", "minus", "zero", "ten", "max");
    }

    @Test
    @DisplayName("3.6 equal priorities go in the order of definition")
    void equalPrioritiesGoInOrderOfDefinition() {
        List<Task> tasks = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = "t" + (i * 7919) % 200;
            tasks.add(Task.named(id).claims("lock" + i % 3).runs(NOTHING));
            expected.add(id);
        }
        assertThat(ids(new Sched(tasks).runAll(new CallerThreadPool()))).isEqualTo(expected);
    }

    @Test
    @DisplayName("3.6 equal priorities go in the order in which they became ready")
    void equalPrioritiesGoInTheOrderOfBecomingReady() {
        Sched sched = new Sched(List.of(
                Task.named("after c").requires("c").runs(NOTHING),
                Task.named("after b").requires("b").runs(NOTHING),
                Task.named("b").runs(NOTHING),
                Task.named("c").runs(NOTHING),
                Task.named("d").runs(NOTHING)));

        assertThat(ids(sched.runAll(new CallerThreadPool()))).containsExactly("b", "c", "d", "after b", "after c");
    }

    @Test
    @DisplayName("3.6 a task that becomes ready goes before those of worse priority that were ready long ago")
    void prioritiesConcernAllTasksNotYetDispatched() {
        Sched sched = new Sched(List.of(
                Task.named("a").runs(NOTHING),
                Task.named("b").priority(5).runs(NOTHING),
                Task.named("urgent").requires("a").priority(1).runs(NOTHING)));

        assertThat(ids(sched.runAll(new CallerThreadPool()))).containsExactly("a", "urgent", "b");
    }

    @Test
    @DisplayName("3.6 what is in the spare queue already stays ahead of what is more urgent")
    void theSpareQueueStaysAhead() {
        Sched sched = new Sched(List.of(
                Task.named("first").priority(-1).runs(NOTHING),
                Task.named("spare").priority(5).runs(NOTHING),
                Task.named("urgent").requires("first").priority(-9).runs(NOTHING),
                Task.named("last").priority(6).runs(NOTHING)));
        try (ThreadWorkerPool one = new ThreadWorkerPool(1, 1);
                ThreadWorkerPool none = new ThreadWorkerPool(1, 0)) {
            assertThat(ids(all(sched.run(one)))).containsExactly("first", "spare", "urgent", "last");
            assertThat(ids(all(sched.run(none)))).containsExactly("first", "urgent", "spare", "last");
        }
    }

    @Test
    @DisplayName("3.6 a task whose lock is taken does not keep others of worse priority from going")
    void onlyTasksWhoseLocksAreFreeCompete() {
        CountDownLatch free = new CountDownLatch(1);
        Sched sched = new Sched(List.of(
                Task.named("holder").claims("db").priority(-2).runs(() -> free.await()),
                Task.named("waiter").claims("db").priority(-1).runs(NOTHING),
                Task.named("free").priority(9).runs(free::countDown)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 0)) {
            assertThat(ids(sched.runAll(pool))).hasSize(3).containsSubsequence("holder", "waiter");
        }
    }

    // 3.7

    @Test
    @DisplayName("3.7 an empty sched yields nothing")
    void anEmptySchedYieldsNothing() {
        Sched sched = new Sched();

        assertThat(all(sched.run())).isEmpty();
        assertThat(sched.runAll()).isEmpty();
        assertThat(sched.runAll().summary().succeeded()).isTrue();
        assertThat(sched.activeRuns()).isEmpty();
    }

    @Test
    @DisplayName("3.7 a sched may be run again, with the same outcome")
    void mayRunAgain() {
        Sched sched = new Sched(List.of(
                        Task.named("a").provides("k").claims("db").runs(shared -> shared.put("a", shared.get("build"))),
                        Task.named("b").requires("k").runs(shared -> shared.put("b", shared.remove("a"))),
                        Task.named("c").requires("b").claims("db").runs(Tasks.failing("so")),
                        Task.named("d").requires("c").runs(NOTHING)))
                .addShared("build", 666);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 2)) {
            for (int i = 0; i < 20; i++) {
                Results results = sched.runAll(pool);
                assertThat(ids(results)).containsExactly("a", "b", "c");
                assertThat(results.get(1).shared()).containsEntry("b", 666).doesNotContainKey("a");
                assertThat(results.summary().skipped()).hasSize(1);
                assertThat(results.summary().locksHeld()).containsExactly("db");
            }
        }
    }

    @Test
    @DisplayName("3.7 a sched may be run by several threads at once, each run with its own state")
    void mayRunManyTimesAtOnce() throws Exception {
        int runs = 4;
        CyclicBarrier allRun = new CyclicBarrier(runs);
        Sched sched = new Sched(List.of(
                Task.named("meet").runs(shared -> {
                    shared.put("thread", Thread.currentThread());
                    allRun.await();
                }),
                Task.named("check").requires("meet").calls(shared -> shared.get("thread"))));
        List<FutureTask<List<TaskRes>>> futures = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            boolean collect = i % 2 == 0;
            FutureTask<List<TaskRes>> future = new FutureTask<>(() -> collect ? sched.runAll() : all(sched.run()));
            futures.add(future);
            new Thread(future).start();
        }
        Set<Object> seen = Collections.newSetFromMap(new ConcurrentHashMap<>());
        for (FutureTask<List<TaskRes>> future : futures) {
            List<TaskRes> results = future.get();
            assertThat(ids(results)).containsExactly("meet", "check");
            seen.add(results.get(1).ret());
        }
        assertThat(seen).hasSize(runs);
    }

    @Test
    @DisplayName("3.7 a run sees the sched as it was when the run started")
    void aRunKeepsTheSchedAsItWas() {
        Sched sched = new Sched(List.of(Task.named("a").runs(NOTHING)));
        Run run = sched.run(new CallerThreadPool());
        sched.addTasks(Task.named("b").runs(NOTHING));

        assertThat(ids(all(run))).containsExactly("a");
        assertThat(sched.runAll(new CallerThreadPool())).hasSize(2);
    }

    // 3.8

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
    @DisplayName("3.8 closing returns after the grace period if a body does not heed its interrupt")
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
            assertThat(logs.warnings()).anyMatch(text -> text.contains("did not heed their interrupt"));
            // What comes late is nobody's any more, and the worker is free for others.
            assertThat(new Sched(List.of(Task.named("next").runs(NOTHING))).runAll(pool))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("3.8 interrupting the consumer ends the run")
    void interruptingTheConsumerEndsARun() throws Exception {
        for (boolean collect : new boolean[] {false, true}) {
            CountDownLatch started = new CountDownLatch(1);
            AtomicBoolean interrupted = new AtomicBoolean();
            Sched sched = new Sched(List.of(
                    sleeper("sleeper", started, interrupted),
                    Task.named("spare").runs(NOTHING),
                    Task.named("later").runs(NOTHING)));
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
            Sched sched = new Sched(List.of(
                    sleeper("sleeper", started, interrupted),
                    Task.named("spare").runs(NOTHING),
                    Task.named("later").runs(NOTHING)));
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

    // 3.9

    private static int recurse(int depth) {
        return depth < 0 ? 0 : 1 + recurse(depth + 1);
    }

    @Test
    @DisplayName("3.9 whatever a body throws is its outcome: an Error, a stack overflow, a checked exception")
    void everyTaskHasOneOutcome() {
        Sched sched = new Sched(List.of(
                Task.named("overflow").calls(() -> recurse(0)),
                Task.named("memory").runs(() -> {
                    throw new OutOfMemoryError("not really");
                }),
                Task.named("assertion").runs(() -> {
                    throw new AssertionError("so");
                }),
                Task.named("interrupted").runs(() -> {
                    throw new InterruptedException();
                }),
                Task.named("good").runs(NOTHING)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 1)) {
            for (int round = 0; round < 6; round++) {
                List<TaskRes> results = round % 2 == 0 ? sched.runAll(pool) : all(sched.run(pool));

                assertThat(ids(results)).containsExactly("overflow", "memory", "assertion", "interrupted", "good");
                assertThat(results.get(0).excinfo()).isInstanceOf(StackOverflowError.class);
                assertThat(results.get(1).excinfo()).isInstanceOf(OutOfMemoryError.class);
                assertThat(results.get(2).excinfo()).isInstanceOf(AssertionError.class);
                assertThat(results.get(3).excinfo()).isInstanceOf(InterruptedException.class);
                assertThat(results.get(4).succeeded()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("3.9 a body that leaves its thread interrupted disturbs neither the next task nor the run")
    void anInterruptedFlagGoesNoFurther() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tasks.add(Task.named("t" + i).calls(() -> {
                boolean before = Thread.currentThread().isInterrupted();
                Thread.currentThread().interrupt();
                return before;
            }));
        }
        Sched sched = new Sched(tasks);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 2)) {
            assertThat(sched.runAll(pool)).hasSize(50).allMatch(res -> Boolean.FALSE.equals(res.ret()));
            assertThat(all(sched.run(pool))).hasSize(50).allMatch(res -> Boolean.FALSE.equals(res.ret()));
        }
        assertThat(sched.runAll(new CallerThreadPool())).hasSize(50);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    @DisplayName("3.9 a body that closes its own pool has an outcome, and the run ends")
    void aBodyMayCloseItsPool() {
        ThreadWorkerPool pool = new ThreadWorkerPool(1, 1);
        RecordingListener listener = new RecordingListener();
        Sched sched = new Sched(List.of(
                        Task.named("closer").runs(pool::close),
                        Task.named("dropped").runs(NOTHING)))
                .addListener(listener);

        assertThatThrownBy(() -> sched.runAll(pool)).isInstanceOf(PoolClosedException.class);
        assertThat(listener.summaries()).hasSize(1);
        assertThat(sched.activeRuns()).isEmpty();
    }

    @Test
    @DisplayName("3.9 a task that fails while the stack is nearly full does not stop its run")
    void survivesManyOverflows() {
        Task[] tasks = new Task[40];
        Arrays.setAll(tasks, i -> Task.named("t" + i).calls(() -> recurse(0)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 4)) {
            assertThat(new Sched(List.of(tasks)).runAll(pool))
                    .hasSize(40)
                    .allMatch(res -> res.excinfo() instanceof StackOverflowError);
        }
    }
}
