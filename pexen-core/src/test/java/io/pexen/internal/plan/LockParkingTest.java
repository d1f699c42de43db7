package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Shows what happens to a lane that lacks a lock: it is parked with that lock, and may become a candidate when the lock
 * is released. Each task here has its own lane.
 */
class LockParkingTest {

    private static final int NONE = -1;
    private static final int X = 0;
    private static final int Y = 1;

    private IndexedGraph graph;
    private ReadyQueue ready;
    private ScopeLocks scope;
    private LockParking parking;

    /** The tasks are ready and in their lanes. */
    private void run(Task... tasks) {
        graph = IndexedGraph.of(List.of(tasks));
        ready = new ReadyQueue(graph, new int[1], new int[] {9});
        scope = new ScopeLocks(graph, new IdleMember(), new LockTable(32));
        parking = new LockParking(graph, ready, scope, new RetainedLocks(graph), new UrgentLanes(graph, ready));
        for (int task = 0; task < tasks.length; task++) {
            ready.add(task);
            ready.admit(graph.entrance(lane(task)));
        }
    }

    private int lane(int task) {
        return graph.lane(task);
    }

    private void take(int task) {
        ready.poll(lane(task));
        scope.take(task);
    }

    private void release(int task, int lock) {
        scope.release(task);
        parking.nominateForLock(lock);
    }

    /** Parks the lane of the task with the first lock that it lacks. Returns the code of that. */
    private int park(int task) {
        int missing = parking.missing(lane(task));
        parking.park(lane(task), missing);
        return missing;
    }

    private static Task claims(int priority, String... locks) {
        return Task.named("claims " + priority)
                .claims((Object[]) locks)
                .priority(priority)
                .runs(() -> {});
    }

    @Test
    @DisplayName("6.1 a lane lacks a lock that is taken in a way that excludes its own")
    void missing() {
        run(
                Task.named("uses").uses("x").runs(() -> {}),
                Task.named("uses, too").uses("x").priority(1).runs(() -> {}),
                claims(2, "x"));
        take(0);

        assertThat(parking.missing(lane(1))).isEqualTo(NONE);
        assertThat(parking.missing(lane(2))).isEqualTo(LockCode.claim(X));
    }

    @Test
    @DisplayName("6.3 a parked lane is not open until its lock is released")
    void opens() {
        run(claims(0, "x"), claims(1, "x"));
        take(0);
        assertThat(park(1)).isEqualTo(LockCode.claim(X));
        assertThat(ready.isOpen()).isFalse();

        release(0, X);
        assertThat(ready.firstOpen()).isEqualTo(lane(1));
    }

    @Test
    @DisplayName("6.3 a release opens the best lane of the bay alone: its candidate")
    void bestOne() {
        run(claims(0, "x"), claims(2, "x"), claims(1, "x"));
        take(0);
        park(1);
        park(2);

        release(0, X);
        int bay = parking.bay(LockCode.claim(X), 0);
        assertThat(parking.hasCandidate(bay)).isTrue();
        assertThat(ready.firstOpen()).isEqualTo(lane(2));
        assertThat(parking.lanes(bay).peek()).isEqualTo(lane(1));

        assertThat(parking.withdraw(lane(2))).isEqualTo(bay); // its turn has come
        take(2);
        parking.nominate(bay);
        assertThat(parking.hasCandidate(bay)).as("the lock is taken again").isFalse();
    }

    @Test
    @DisplayName("6.3 a lane that lacks another lock, too, moves to the bay of that")
    void moves() {
        run(claims(0, "x"), claims(1, "y"), claims(2, "x", "y"), claims(3, "x"));
        take(0);
        take(1);
        park(2);
        park(3);

        release(0, X);
        assertThat(parking.lanes(parking.bay(LockCode.claim(Y), 0)).peek()).isEqualTo(lane(2));
        assertThat(ready.firstOpen()).isEqualTo(lane(3));
    }

    @Test
    @DisplayName("6.3 those that use a lock and those that claim it have a candidate each")
    void usersAndClaimers() {
        run(claims(0, "x"), claims(1, "x"), Task.named("uses").uses("x").runs(() -> {}));
        take(0);
        park(1);
        park(2);

        release(0, X);
        assertThat(parking.hasCandidate(parking.bay(LockCode.claim(X), 0))).isTrue();
        assertThat(parking.hasCandidate(parking.bay(LockCode.use(X), 0))).isTrue();
    }
}
