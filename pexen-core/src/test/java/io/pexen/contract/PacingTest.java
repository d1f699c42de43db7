package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static io.pexen.contract.Tasks.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3.2, 3.3 Running at the pace of the consumer")
class PacingTest {

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
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 4);
                Run run = sched.run(pool)) {
            Iterator<TaskRes> results = run.iterator();
            assertThat(results.next().task().id()).isEqualTo("first");
            gate.countDown();
            settle(pool);

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
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 2);
                Run run = sched.run(pool)) {
            settle(pool);

            assertThat(run.progress().dispatched()).isEqualTo(1);
            assertThat(ids(all(run))).containsExactly("a", "b");
        }
    }

    @Test
    @DisplayName("3.3 at most workers + spare tasks are dispatched and not consumed")
    void dispatchesAtMostWorkersAndSpare() throws InterruptedException {
        AtomicInteger started = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            tasks.add(Task.named("t" + i).runs(started::incrementAndGet));
        }
        try (ThreadWorkerPool pool = new ThreadWorkerPool(3, 2);
                Run run = new Sched(tasks).run(pool)) {
            int consumed = 0;
            for (TaskRes res : run) {
                settle(pool); // a slow consumer: all that was dispatched has ended
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
}
