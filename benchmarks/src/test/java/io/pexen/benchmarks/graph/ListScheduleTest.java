package io.pexen.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListScheduleTest {

    /** Three tasks of 2, 2 and 3, and one of 4 after the third: without priorities the long path starts late. */
    private final Workflow workflow = new Workflow(
            "hand",
            Shape.of(
                    "hand",
                    new Csr.Builder(4)
                            .endRow()
                            .endRow()
                            .endRow()
                            .add(2)
                            .endRow()
                            .build()),
            new Workflow.Times(new long[] {2000, 2000, 3000, 4000}));

    @Test
    void startsTasksInOrderWithoutPriorities() {
        // 0 and 1 until 2000, then 2 until 5000, then 3 until 9000.
        assertThat(ListSchedule.nanos(workflow, 2)).isEqualTo(9000);
    }

    @Test
    void startsTheCriticalPathFirst() {
        // 2 until 3000 and 3 until 7000, beside 0 and 1 until 4000.
        assertThat(ListSchedule.nanos(workflow.criticalPathFirst(), 2)).isEqualTo(7000);
    }

    @Test
    void takesAsLongAsAllWorkOnOneWorker() {
        assertThat(ListSchedule.nanos(workflow, 1)).isEqualTo(11_000);
    }

    @Test
    void ranksAreTheLongestPathsToTheEnd() {
        assertThat(workflow.upwardRanks()).containsExactly(2000, 2000, 7000, 4000);
    }

    @Test
    void boundIsTheCriticalPathOrTheSharedWork() {
        assertThat(workflow.lowerBound(2)).isEqualTo(7000);
        assertThat(workflow.lowerBound(1)).isEqualTo(11_000);
    }
}
