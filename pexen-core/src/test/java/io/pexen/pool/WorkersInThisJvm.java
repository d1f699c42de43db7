package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Sched;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is expected of pools whose tasks see the pool itself. */
interface WorkersInThisJvm {

    WorkerPool create(int workers);

    @Test
    @DisplayName("a task that drives a run of its own on the pool does not wait for itself")
    default void runsMayBeNested() {
        try (WorkerPool pool = create(1)) {
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Task.Builder builder = Task.named("t" + i);
                tasks.add((i > 100 ? builder.requires("t" + (i - 1)) : builder).runs(() -> {}));
            }
            Sched inner = new Sched(tasks);
            Sched outer = new Sched(List.of(
                    Task.named("a").calls(() -> inner.runAll(pool).size()),
                    Task.named("b").calls(() -> inner.runAll(pool).size())));

            assertThat(outer.runAll(pool)).extracting(TaskRes::ret).containsExactly(200, 200);
        }
    }

    @Test
    @DisplayName("8.9 a pool that a task closes ends the run with a clear error")
    default void mayBeClosedByATask() {
        WorkerPool pool = create(1);
        Sched sched = new Sched(List.of(
                Task.named("closes").runs(pool::close),
                Task.named("late").requires("closes").runs(() -> {})));

        assertThatThrownBy(() -> sched.runAll(pool)).isInstanceOf(PoolClosedException.class);
        assertThat(sched.activeRuns()).isEmpty();
    }
}
