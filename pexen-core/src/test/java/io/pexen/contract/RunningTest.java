package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3.1 Running")
class RunningTest {

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
}
