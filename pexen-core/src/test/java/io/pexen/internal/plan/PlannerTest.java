package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Shows what a planner decides. Completions go in, tasks to dispatch come out; both are the numbers of tasks, in the
 * order of definition.
 */
class PlannerTest {

    private static final int NONE = -1;
    private static final Map<String, Object> PRESET = Map.of("build", 7);

    private static Task.Builder task(String id) {
        return Task.named(id);
    }

    private static Planner planner(int limit, Task... tasks) {
        IndexedGraph graph = IndexedGraph.of(List.of(tasks));
        return new Planner(graph, new int[1], new int[] {limit}, PRESET, new LockTable(32), new Alone(), false, 0);
    }

    private static void succeeds(Planner planner, int task) {
        planner.completed(task, null, true, true);
    }

    @Test
    @DisplayName("3.6 the lowest priority value goes first, then the task that became ready first")
    void orderByPriority() {
        Planner planner = planner(
                3,
                task("0").priority(5).runs(() -> {}),
                task("1").priority(1).runs(() -> {}),
                task("2").priority(1).runs(() -> {}));

        assertThat(planner.next()).isEqualTo(1);
        assertThat(planner.next()).isEqualTo(2);
        assertThat(planner.next()).isZero();
        assertThat(planner.next()).isEqualTo(NONE);
    }

    @Test
    @DisplayName("3.3 a pool gets no more tasks than it has room for, until one of them is completed")
    void limit() {
        Planner planner = planner(1, task("0").runs(() -> {}), task("1").runs(() -> {}));

        assertThat(planner.next()).isZero();
        assertThat(planner.next()).isEqualTo(NONE);
        assertThat(planner.hasReady(0)).isTrue();
        succeeds(planner, 0);
        assertThat(planner.next()).isEqualTo(1);
    }

    @Test
    @DisplayName("5.1 a task becomes ready when all keys that it requires are provided")
    void dependants() {
        Planner planner = planner(
                2,
                task("0").runs(() -> {}),
                task("1").runs(() -> {}),
                task("2").requires("0", "1").runs(() -> {}));
        assertThat(planner.next()).isZero();
        assertThat(planner.next()).isEqualTo(1);

        succeeds(planner, 1);
        assertThat(planner.next()).isEqualTo(NONE);
        succeeds(planner, 0);
        assertThat(planner.next()).isEqualTo(2);
    }

    @Test
    @DisplayName("4.2 a task gets the preset values and what its parents left; the last one to complete wins")
    void sharedState() {
        Planner planner = planner(
                2,
                task("0").runs(() -> {}),
                task("1").runs(() -> {}),
                task("2").requires("0", "1").runs(() -> {}));
        assertThat(planner.next()).isZero();
        assertThat(planner.handedOn(0)).as("the preset values alone").isNull();
        assertThat(planner.next()).isEqualTo(1);

        planner.completed(1, left("by", 1), true, true);
        planner.completed(0, left("by", 0), true, true);
        assertThat(planner.next()).isEqualTo(2);
        assertThat(planner.handedOn(2)).isEqualTo(Map.of("build", 7, "by", 0));
    }

    private static SharedState left(String key, Object value) {
        SharedState state = new SharedState(PRESET);
        state.put(key, value);
        return state;
    }

    @Test
    @DisplayName("5.2 a failed task skips its dependants and theirs; each names the key that it lacked")
    void failureSkipsDependants() {
        Planner planner = planner(
                1,
                task("0").runs(() -> {}),
                task("1").requires("0").runs(() -> {}),
                task("2").requires("1").runs(() -> {}));
        assertThat(planner.next()).isZero();

        planner.completed(0, null, false, true);
        assertThat(planner.skippedCount()).isEqualTo(2);
        assertThat(planner.skipped(1)).isEqualTo(2);
        assertThat(planner.lacked(2)).as("the id of task 1 is key 1").isEqualTo(1);
        assertThat(planner.lackedFrom(2)).isEqualTo(1);
        assertThat(planner.canGoOn()).isFalse();
    }

    @Test
    @DisplayName("5.1 of several tasks that provide a key, one is enough")
    void severalProviders() {
        Planner planner = planner(
                2,
                task("0").provides("key").runs(() -> {}),
                task("1").provides("key").runs(() -> {}),
                task("2").requires("key").runs(() -> {}));
        assertThat(planner.next()).isZero();
        assertThat(planner.next()).isEqualTo(1);

        planner.completed(0, null, false, true);
        assertThat(planner.skippedCount()).isZero();
        succeeds(planner, 1);
        assertThat(planner.next()).isEqualTo(2);
    }

    @Test
    @DisplayName("7.1 at the end of the run, tasks that need a retained lock are skipped, and the lock is released")
    void end() {
        Planner planner = planner(
                1, task("0").claims("x").runs(() -> {}), task("1").uses("x").runs(() -> {}));
        synchronized (planner.monitor()) {
            assertThat(planner.next()).isZero();
            planner.completed(0, null, true, false);
            assertThat(planner.next()).isEqualTo(NONE);
        }
        assertThat(planner.canGoOn()).isFalse();

        assertThat(planner.end(false, new int[0])).isEqualTo(List.of("x"));
        assertThat(planner.skipped(0)).isEqualTo(1);
        assertThat(planner.lacked(1)).as("lock 0").isEqualTo(-1 - 0);
        assertThat(planner.lackedFrom(1)).isZero();
        assertThat(planner.unfinished()).isEmpty();
    }
}
