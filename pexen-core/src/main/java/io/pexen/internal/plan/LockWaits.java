package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers what a run waits for, from the lanes that are parked. Changes nothing.
 *
 * <p>Guarded by the monitor of the table.
 */
final class LockWaits {

    private final IndexedGraph graph;
    private final ReadyQueue ready;
    private final ScopeLocks scope;
    private final RetainedLocks retained;
    private final UrgentLanes urgent;
    private final LockParking parking;

    LockWaits(
            IndexedGraph graph,
            ReadyQueue ready,
            ScopeLocks scope,
            RetainedLocks retained,
            UrgentLanes urgent,
            LockParking parking) {
        this.graph = graph;
        this.ready = ready;
        this.scope = scope;
        this.retained = retained;
        this.urgent = urgent;
        this.parking = parking;
    }

    /** See {@link ScopeMember#isParkedFor}. */
    boolean isParkedFor(int lock) {
        int end = parking.bay(LockCode.use(lock + 1), 0);
        for (int bay = parking.bay(LockCode.use(lock), 0); bay < end; bay++) {
            if (!parking.lanes(bay).isEmpty() || parking.hasCandidate(bay)) {
                return true;
            }
        }
        return false;
    }

    /** See {@link ScopeMember#wants}. */
    boolean wants(int lock) {
        return wantsCode(LockCode.use(lock)) || wantsCode(LockCode.claim(lock));
    }

    /** See {@link ScopeMember#couldTake}. */
    boolean couldTake(int lock) {
        return couldTakeCode(LockCode.use(lock)) || couldTakeCode(LockCode.claim(lock));
    }

    private boolean couldTakeCode(int code) {
        return !scope.isTaken(code) && wantsCode(code);
    }

    private boolean wantsCode(int code) {
        if (LockCode.isClaim(code) && scope.isRetained(LockCode.lock(code))) {
            return false;
        }
        for (int pool = 0; pool < ready.pools(); pool++) {
            int bay = parking.bay(code, pool);
            if (ready.hasRoom(pool) && (parking.hasCandidate(bay) || couldGo(bay))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a lane of the bay is not doomed and need not leave the lock to an urgent one. */
    private boolean couldGo(int bay) {
        LaneHeap lanes = parking.lanes(bay);
        for (int i = 0; i < lanes.size(); i++) {
            if (!retained.dooms(lanes.lane(i)) && !urgent.goBefore(lanes.lane(i), parking.code(bay))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a lane is parked that may go when another run has released its lock: its pool has room, and it is not
     * doomed.
     */
    boolean awaitsOthers() {
        for (int bay = 0; bay < parking.bays(); bay++) {
            if (isAwaited(bay)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAwaited(int bay) {
        if (!ready.hasRoom(parking.pool(bay))) {
            return false;
        }
        LaneHeap lanes = parking.lanes(bay);
        for (int i = 0; i < lanes.size(); i++) {
            if (!retained.dooms(lanes.lane(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * For each lock that the run waits for, the runs whose failed tasks retain it. Empty if it waits for none, or for
     * one that no run retains and that therefore will be released. A lane that leaves a free lock to an urgent one
     * waits for what that one waits for.
     */
    List<List<RunOwner>> retainers() {
        List<List<RunOwner>> retainers = new ArrayList<>();
        for (int bay = 0; bay < parking.bays(); bay++) {
            if (isAwaited(bay)) {
                int code = parking.code(bay);
                int lock = LockCode.lock(code);
                boolean untilEnd = scope.isTaken(code) && scope.isRetained(lock);
                if (untilEnd) {
                    retainers.add(scope.retainers(lock));
                } else if (couldGo(bay)) {
                    return List.of();
                }
            }
        }
        return retainers;
    }

    /** The lock that a ready task waits for at the end of the run: one that a failed task retains, if there is one. */
    int lockInTheWay(int task) {
        int lane = graph.lane(task);
        int other = LockCode.lock(graph.laneLock(graph.laneLockStart(lane)));
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            if (retained.excludes(code)) {
                return LockCode.lock(code);
            }
            if (scope.isTaken(code)) {
                other = LockCode.lock(code);
            }
        }
        return other;
    }
}
