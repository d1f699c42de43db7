package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import java.util.List;

/**
 * Bounds how often a waiting task is overtaken on a lock (rule 6.4).
 *
 * <p>For each lock code, the tasks that need the lock are kept in the order of arrival, and with the oldest of them the
 * arrival steps of the later tasks that got the lock before it. When those are as many as the bound, the oldest task is
 * <em>urgent</em>: it goes before all other tasks, and none that would keep it waiting gets any of its locks, except
 * for urgent tasks that are older. Tasks that became ready in the same step are not later than each other, so among
 * them priority alone decides. No task waits for a younger one, so urgent tasks cannot wait in a circle.
 *
 * <p>Guarded by the monitor of the table.
 */
final class Overtaking {

    private static final int NONE = -1;
    /** In place of the step of a task that has got its locks. */
    private static final int TAKEN = -1;

    private final IndexedGraph graph;
    private final ReadyQueue ready;
    private final RetainedLocks retained;
    private final UrgentLanes urgent;
    private final LockParking parking;
    /** By lock code. */
    private final ArrivalQueue[] arrivals;
    /** By task: the step in which it became ready. */
    private final int[] stepOf;

    Overtaking(
            IndexedGraph graph,
            ReadyQueue ready,
            RetainedLocks retained,
            UrgentLanes urgent,
            LockParking parking,
            int maxOvertaken) {
        this.graph = graph;
        this.ready = ready;
        this.retained = retained;
        this.urgent = urgent;
        this.parking = parking;
        stepOf = new int[graph.size()];
        int[] needing = needing();
        arrivals = new ArrivalQueue[needing.length];
        for (int code = 0; code < arrivals.length; code++) {
            arrivals[code] = new ArrivalQueue(needing[code], maxOvertaken, this::mayBeOvertaken, stepOf);
        }
    }

    /** By lock code: how many tasks need the lock. */
    private int[] needing() {
        int[] needing = new int[LockCode.count(graph.locks())];
        for (int lane = 0; lane < graph.lanes(); lane++) {
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                needing[graph.laneLock(at)] += graph.laneSize(lane);
            }
        }
        return needing;
    }

    private boolean mayBeOvertaken(int task) {
        return stepOf[task] != TAKEN && !retained.dooms(graph.lane(task));
    }

    /** A task that needs locks became ready in this step. */
    void arrived(int task, int step) {
        stepOf[task] = step;
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            arrivals[graph.laneLock(at)].add(task);
        }
    }

    /** The task got its locks, and so may have overtaken others. */
    void taken(int task) {
        int step = stepOf[task];
        stepOf[task] = TAKEN;
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            int lock = LockCode.lock(code);
            overtake(LockCode.claim(lock), step);
            overtake(LockCode.use(lock), LockCode.isClaim(code) ? step : 0); // users do not overtake users
        }
    }

    /** A task of this step got the lock before those of this code. Step 0 overtakes none. */
    private void overtake(int code, int step) {
        int oldest = arrivals[code].overtakenBy(step);
        if (oldest != NONE && !ready.isUrgent(graph.lane(oldest))) {
            makeUrgent(oldest);
        }
    }

    private void makeUrgent(int task) {
        int lane = graph.lane(task);
        int bay = parking.withdraw(lane);
        if (bay != NONE) {
            parking.nominate(bay);
        }
        ready.makeUrgent(task);
        urgent.add(lane);
    }

    /** The lanes never get their locks: no lock is left to them any longer, and they are not overtaken any more. */
    void doomed(List<Integer> lanes) {
        for (int lane : lanes) {
            if (ready.isUrgent(lane)) {
                makeOrdinary(lane);
            }
        }
        for (int lane : lanes) { // a task behind them may be the oldest now, and overtaken often enough
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                overtake(graph.laneLock(at), 0);
            }
        }
    }

    private void makeOrdinary(int lane) {
        ready.makeOrdinary(lane);
        urgent.remove(lane);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            parking.nominateForLock(LockCode.lock(graph.laneLock(at)));
        }
    }
}
