package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Shows what lanes are: the queues of tasks that differ only in their order. The best open lane whose pool has room is
 * next.
 */
class ReadyQueueTest {

    private static final int NONE = -1;

    private IndexedGraph graph;
    private ReadyQueue ready;

    private void queue(Task... tasks) {
        graph = IndexedGraph.of(List.of(tasks));
        ready = new ReadyQueue(graph, new int[] {0, 1}, new int[] {9, 9}); // the pool of most, and the pool "other"
        for (int task = 0; task < tasks.length; task++) {
            ready.add(task);
        }
    }

    /** Takes the next task, whatever locks it needs. */
    private int poll() {
        int lane = ready.firstOpen();
        if (lane != NONE && ready.firstInEntrance(lane) != NONE) {
            ready.admit(lane);
            return poll();
        }
        return lane == NONE ? NONE : ready.poll(lane);
    }

    @Test
    @DisplayName("tasks of the same pool, priority and locks share a lane, which yields them in the order of arrival")
    void lanes() {
        queue(
                Task.named("0").claims("x").runs(() -> {}),
                Task.named("1").claims("x").runs(() -> {}),
                Task.named("2").uses("x").runs(() -> {}),
                Task.named("3").claims("x").priority(-1).runs(() -> {}));
        assertThat(graph.lane(0))
                .isEqualTo(graph.lane(1))
                .isNotEqualTo(graph.lane(2))
                .isNotEqualTo(graph.lane(3));

        assertThat(List.of(poll(), poll(), poll(), poll())).isEqualTo(List.of(3, 0, 1, 2));
        assertThat(poll()).isEqualTo(NONE);
    }

    @Test
    @DisplayName("a task that needs locks arrives in the entrance, and moves to its own lane when it is first there")
    void entrance() {
        queue(Task.named("0").runs(() -> {}), Task.named("1").claims("x").runs(() -> {}));
        int entrance = graph.lane(0);
        assertThat(ready.first(graph.lane(1))).isEqualTo(NONE);
        assertThat(ready.poll(entrance)).isZero();

        assertThat(ready.firstInEntrance(entrance)).isEqualTo(1);
        ready.admit(entrance);
        assertThat(ready.first(graph.lane(1))).isEqualTo(1);
        assertThat(ready.firstOpen()).isEqualTo(graph.lane(1));
    }

    @Test
    @DisplayName("a full pool keeps no task of another pool waiting")
    void pools() {
        queue(
                Task.named("0").priority(1).runs(() -> {}),
                Task.named("1").pool("other").priority(2).runs(() -> {}));
        for (int i = 0; i < 9; i++) {
            ready.takeRoom(0);
        }
        assertThat(ready.firstOpen()).isEqualTo(graph.lane(1));

        ready.giveRoom(0);
        assertThat(ready.firstOpen()).isEqualTo(graph.lane(0));
    }

    @Test
    @DisplayName("a parked lane is not open; its tasks are ready and wait")
    void parked() {
        queue(Task.named("0").claims("x").runs(() -> {}));
        ready.admit(graph.entrance(graph.lane(0)));
        ready.park(graph.lane(0), new LaneHeap(ready.index));
        assertThat(ready.isOpen()).isFalse();
        assertThat(ready.size()).isEqualTo(1);
        assertThat(ready.waiting()).isEqualTo(1);

        ready.unpark(graph.lane(0));
        assertThat(ready.waiting()).isZero();
        assertThat(poll()).isZero();
    }

    @Test
    @DisplayName("6.4 an urgent task goes before all others, even if it is called out of the entrance")
    void urgent() {
        queue(
                Task.named("0").priority(-9).runs(() -> {}),
                Task.named("1").runs(() -> {}),
                Task.named("2").claims("x").runs(() -> {})); // behind task 1 in the entrance
        ready.makeUrgent(2);

        assertThat(poll()).isEqualTo(2);
        assertThat(poll()).isZero();
        assertThat(poll()).isEqualTo(1);
        int entrance = graph.lane(1);
        assertThat(ready.passOver(ready.firstInEntrance(entrance), entrance)).isTrue();
        assertThat(poll()).isEqualTo(NONE);
    }
}
