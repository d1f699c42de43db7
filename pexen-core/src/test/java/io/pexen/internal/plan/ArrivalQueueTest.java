package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Shows how overtaking is counted: for the oldest task that waits, by the arrival steps of those that went before it.
 */
@DisplayName("6.4 The oldest waiter counts who overtakes it")
class ArrivalQueueTest {

    private static final int NONE = -1;

    private final Set<Integer> gone = new HashSet<>();
    private final int[] stepOf = new int[4];
    private final ArrivalQueue queue = new ArrivalQueue(4, 2, task -> !gone.contains(task), stepOf);

    private void arrive(int task, int step) {
        stepOf[task] = step;
        queue.add(task);
    }

    private int taken(int task) {
        gone.add(task);
        return queue.overtakenBy(stepOf[task]);
    }

    @Test
    @DisplayName("6.4 as often as the bound says, by tasks that arrived later")
    void bound() {
        arrive(0, 1);
        arrive(1, 2);
        arrive(2, 2);

        assertThat(taken(2)).isEqualTo(NONE);
        assertThat(taken(1)).as("overtaken twice").isZero();
    }

    @Test
    @DisplayName("6.4 not by tasks that arrived in the same step")
    void sameStep() {
        arrive(0, 1);
        arrive(1, 1);
        arrive(2, 1);

        assertThat(taken(1)).isEqualTo(NONE);
        assertThat(taken(2)).isEqualTo(NONE);
    }

    @Test
    @DisplayName("6.4 the next one was overtaken by those that arrived after it, also before it was the oldest")
    void next() {
        arrive(0, 1);
        arrive(1, 2);
        arrive(2, 3);
        arrive(3, 4);

        assertThat(taken(2)).isEqualTo(NONE);
        assertThat(taken(3)).isZero();
        assertThat(taken(0)).as("both have overtaken task 1, too").isEqualTo(1);
        assertThat(taken(1)).as("none is left").isEqualTo(NONE);
    }

    @Test
    @DisplayName("6.4 the next one was not overtaken by those that arrived before it, or together with it")
    void nextIsLater() {
        arrive(0, 1);
        arrive(1, 2);
        arrive(2, 3);
        arrive(3, 3);

        assertThat(taken(1)).isEqualTo(NONE);
        assertThat(taken(2)).isZero();
        assertThat(taken(0)).as("only task 0 has been overtaken").isEqualTo(NONE);
    }
}
