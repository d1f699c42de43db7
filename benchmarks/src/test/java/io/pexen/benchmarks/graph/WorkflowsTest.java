package io.pexen.benchmarks.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkflowsTest {

    static List<String> names() {
        return Workflows.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsTheTasksThatTheNameCounts(String name) throws IOException {
        Workflow workflow = Workflows.read(name);
        assertThat(workflow.shape().size()).isEqualTo(Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)));
        assertThat(workflow.times().total()).isPositive();
        for (int task = 0; task < workflow.shape().size(); task++) {
            int mine = task;
            assertThat(Arrays.stream(workflow.shape().parents().row(task))).allMatch(parent -> parent < mine);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void simulatedScheduleIsBetweenTheBoundAndTwiceTheBound(String name) throws IOException {
        Workflow workflow = Workflows.read(name);
        assertThat(ListSchedule.nanos(workflow, 2)).isBetween(workflow.lowerBound(2), 2 * workflow.lowerBound(2));
    }
}
