package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import java.util.Arrays;

/**
 * The lanes of a run that lack a lock. Each is <em>parked</em> with one lock that it lacks, in a <em>bay</em>: there is
 * one for each lock code and pool, so lanes whose pool is full do not keep those of another pool waiting.
 *
 * <p>When a lock may have become free, the best lane of each of its bays that could go becomes the bay's
 * <em>candidate</em>: it is opened, and taken when its turn comes. Lanes before it that lack another lock are parked
 * with that one. So a release costs a heap operation for each lane that is examined, not one for each that waits.
 *
 * <p>Guarded by the monitor of the table.
 */
final class LockParking {

    private static final int NONE = -1;

    private final IndexedGraph graph;
    private final ReadyQueue ready;
    private final LaneHeap.Index index;
    private final ScopeLocks scope;
    private final RetainedLocks retained;
    private final UrgentLanes urgent;
    private final int pools;

    /** By bay. */
    private final LaneHeap[] parked;

    /** By bay: the open lane that is its candidate; -1 for none. */
    private final int[] candidate;
    /** By lane: the bay that it is the candidate of; -1 for none. */
    private final int[] candidateOf;

    LockParking(IndexedGraph graph, ReadyQueue ready, ScopeLocks scope, RetainedLocks retained, UrgentLanes urgent) {
        this.graph = graph;
        this.ready = ready;
        this.index = ready.index;
        this.scope = scope;
        this.retained = retained;
        this.urgent = urgent;
        pools = ready.pools();
        parked = new LaneHeap[LockCode.count(scope.size()) * pools];
        Arrays.setAll(parked, bay -> new LaneHeap(index));
        candidate = new int[parked.length];
        candidateOf = new int[graph.lanes()];
        Arrays.fill(candidate, NONE);
        Arrays.fill(candidateOf, NONE);
    }

    /** How many bays there are; their numbers begin at 0. */
    int bays() {
        return parked.length;
    }

    /** The bay of a lock code and a pool. Those of one lock follow each other, and so do those of one code. */
    int bay(int code, int pool) {
        return code * pools + pool;
    }

    int code(int bay) {
        return bay / pools;
    }

    int pool(int bay) {
        return bay % pools;
    }

    /** The lanes parked in the bay, without its candidate. */
    LaneHeap lanes(int bay) {
        return parked[bay];
    }

    boolean hasCandidate(int bay) {
        return candidate[bay] != NONE;
    }

    /** The code of the first lock that the lane cannot have now; -1 if it can have all. */
    int missing(int lane) {
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            if (scope.isTaken(code) || isLeftToOthers(lane, code)) {
                return code;
            }
        }
        return NONE;
    }

    private boolean isLeftToOthers(int lane, int code) {
        int lock = LockCode.lock(code);
        // A lock that this run retains is useless to other runs before this one has ended, so it is not left to them.
        return urgent.goBefore(lane, code) || (!retained.isRetained(lock) && scope.isLeftToAnother(lock));
    }

    /** Parks an open lane with the lock of this code. Returns the bay. */
    int park(int lane, int missing) {
        int bay = bay(missing, ready.pool(lane));
        ready.park(lane, parked[bay]);
        scope.await(LockCode.lock(missing));
        return bay;
    }

    /** The lane is no candidate any more. Returns the bay that it was the candidate of, or -1. */
    int withdraw(int lane) {
        int bay = candidateOf[lane];
        if (bay != NONE) {
            candidateOf[lane] = NONE;
            candidate[bay] = NONE;
        }
        return bay;
    }

    /** The lock may have become free: nominates a candidate of each of its bays. */
    void nominateForLock(int lock) {
        int end = bay(LockCode.use(lock + 1), 0);
        for (int bay = bay(LockCode.use(lock), 0); bay < end; bay++) {
            nominate(bay);
        }
    }

    /**
     * Opens the best lane of the bay that could go, unless the lock is taken or the bay has a better candidate. Lanes
     * that turn out to lack another lock are parked with that one.
     */
    void nominate(int bay) {
        LaneHeap here = parked[bay];
        if (here.isEmpty() || scope.isTaken(code(bay))) {
            return;
        }
        int before = candidate[bay];
        long below = before == NONE ? Long.MAX_VALUE : index.key[before];
        int lane = here.isOrdered() ? bestInOrder(bay, below) : bestOfFew(bay, below);
        if (lane != NONE) {
            if (before != NONE) { // stays open, but a lane that goes before it has been parked here since
                candidateOf[before] = NONE;
            }
            ready.unpark(lane);
            candidate[bay] = lane;
            candidateOf[lane] = bay;
        }
    }

    /** Examines the lanes in order, until one could go or the lock turns out to be left to others. */
    private int bestInOrder(int bay, long below) {
        LaneHeap here = parked[bay];
        while (!here.isEmpty() && index.key[here.peek()] < below) {
            int missing = missing(here.peek());
            if (missing == NONE) {
                return here.peek();
            }
            if (missing == code(bay)) {
                return NONE;
            }
            repark(here.peek(), missing);
        }
        return NONE;
    }

    private int bestOfFew(int bay, long below) {
        LaneHeap here = parked[bay];
        int best = NONE;
        long bestKey = below;
        for (int at = here.size() - 1; at >= 0; at--) {
            int lane = here.lane(at);
            if (index.key[lane] < bestKey) {
                int missing = missing(lane);
                if (missing == NONE) {
                    best = lane;
                    bestKey = index.key[lane];
                } else if (missing != code(bay)) {
                    repark(lane, missing);
                }
            }
        }
        return best;
    }

    private void repark(int lane, int missing) {
        index.remove(lane);
        parked[bay(missing, ready.pool(lane))].add(lane);
        scope.await(LockCode.lock(missing));
    }
}
