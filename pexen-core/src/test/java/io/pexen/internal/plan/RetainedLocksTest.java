package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shows which lanes a failed task dooms: those that need a lock that it retains, in a way that this excludes. */
@Timeout(60)
@DisplayName("7.1 The locks that failed tasks retain")
class RetainedLocksTest {

    @Test
    @DisplayName("6.5 of many tasks that fail, each dooms only the lanes that need its own locks")
    void doomsOwnLanesAlone() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(Task.named("t" + i).claims("own" + i).uses("shared").runs(() -> {}));
        }
        IndexedGraph graph = IndexedGraph.of(tasks);
        RetainedLocks retained = new RetainedLocks(graph);

        int total = 0;
        for (int task = 0; task < graph.size(); task++) {
            List<Integer> doomed = retained.retain(task);
            assertThat(doomed).containsExactly(graph.lane(task)); // lanes that only share a used lock are not doomed
            total += doomed.size();
        }
        assertThat(total).isEqualTo(graph.size());
    }

    @Test
    @DisplayName("7.1 a task never gets a lock that is retained by one that claims it, or that it would claim itself")
    void doomsThoseThatNeedIt() {
        IndexedGraph graph = IndexedGraph.of(List.of(
                Task.named("failsUsing").uses("a").runs(() -> {}),
                Task.named("failsClaiming").claims("b").runs(() -> {}),
                Task.named("uses a").uses("a", "c").runs(() -> {}),
                Task.named("claims a").claims("a").runs(() -> {}),
                Task.named("uses b").uses("b").runs(() -> {}),
                Task.named("claims both").claims("a", "b").runs(() -> {})));
        RetainedLocks retained = new RetainedLocks(graph);

        assertThat(retained.retain(0)).containsExactlyInAnyOrder(graph.lane(3), graph.lane(5));
        assertThat(retained.retain(1))
                .containsExactlyInAnyOrder(graph.lane(1), graph.lane(4)); // the last one is doomed already
        assertThat(retained.dooms(graph.lane(2))).isFalse();
        assertThat(retained.dooms(graph.lane(5))).isTrue();
    }
}
