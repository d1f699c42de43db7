package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.Task;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3.6 Priorities")
class PrioritiesTest {

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
}
