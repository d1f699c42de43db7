package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Shows rule 6.4 with a bound of two: priorities decide who gets a lock, until a task has been overtaken twice. Then it
 * is urgent.
 */
@DisplayName("6.4 Later arrivals overtake a task as often as the bound says")
class OvertakingTest {

    private static final int NONE = -1;

    private final LockTable table = new LockTable(2);
    private final List<Task> tasks = new ArrayList<>();
    private Planner planner;

    private void start(int limit) {
        planner = new Planner(
                IndexedGraph.of(tasks), new int[1], new int[] {limit}, Map.of(), table, new Alone(), false, 0);
    }

    /** A task with a better priority than the oldest. */
    private static Task.Builder preferred(int id) {
        return Task.named("" + id).priority(-1);
    }

    private int next() {
        synchronized (table) {
            return planner.next();
        }
    }

    private void complete(int task) {
        synchronized (table) {
            planner.completed(task, null, true, true);
        }
    }

    @Test
    @DisplayName("6.4 tasks that become ready later overtake it twice, then it goes first")
    void later() {
        tasks.add(Task.named("oldest").claims("x").runs(() -> {}));
        tasks.add(preferred(1).claims("x").runs(() -> {}));
        for (int i = 2; i < 5; i++) { // each becomes ready when the one before it has ended
            tasks.add(preferred(i).requires("" + (i - 1)).claims("x").runs(() -> {}));
        }
        start(1);
        List<Integer> order = new ArrayList<>();
        for (int task = next(); task != NONE; task = next()) {
            order.add(task);
            complete(task);
        }
        assertThat(order).as("task 1 arrived together with the oldest").containsExactly(1, 2, 3, 0, 4);
    }

    @Test
    @DisplayName("6.4 an urgent task that lacks one lock keeps its other locks from later tasks")
    void collectsItsLocks() {
        tasks.add(Task.named("holds y").claims("y").priority(-9).runs(() -> {}));
        tasks.add(Task.named("oldest").claims("x", "y").runs(() -> {}));
        tasks.add(preferred(2).runs(() -> {}));
        tasks.add(preferred(3).requires("2").claims("x").runs(() -> {}));
        tasks.add(preferred(4).requires("3").claims("x").runs(() -> {}));
        tasks.add(preferred(5).requires("4").claims("x").runs(() -> {}));
        start(2);
        assertThat(next()).isZero();
        for (int task = 2; task < 5; task++) {
            assertThat(next()).isEqualTo(task);
            complete(task);
        }
        assertThat(next()).as("x is free, and left to the oldest").isEqualTo(NONE);

        complete(0);
        assertThat(next()).isEqualTo(1);
    }

    @ParameterizedTest(name = "one that {0} by those that {1}: {2}")
    @CsvSource({"use, use, false", "use, claim, true", "claim, use, true", "claim, claim, true"})
    @DisplayName("6.4 only tasks that it excludes from a lock overtake a task there")
    void usersOvertakeNoUsers(String oldest, String later, boolean overtakes) {
        tasks.add(Task.named("holds y").claims("y").priority(-9).runs(() -> {}));
        tasks.add(needingX(Task.named("oldest").uses("y"), oldest));
        tasks.add(preferred(2).runs(() -> {}));
        for (int i = 3; i < 6; i++) {
            tasks.add(needingX(preferred(i).requires("" + (i - 1)), later));
        }
        start(2);
        assertThat(next()).isZero();
        for (int task = 2; task < 5; task++) {
            assertThat(next()).isEqualTo(task);
            complete(task);
        }
        complete(0);
        assertThat(next()).isEqualTo(overtakes ? 1 : 5);
    }

    private static Task needingX(Task.Builder task, String how) {
        return (how.equals("claim") ? task.claims("x") : task.uses("x")).runs(() -> {});
    }
}
