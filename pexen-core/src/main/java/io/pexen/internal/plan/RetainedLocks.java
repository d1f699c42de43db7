package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The locks that failed tasks of a run retain until it ends (rule 7.1), and the lanes that are <em>doomed</em>: they
 * need such a lock, so their tasks never get it.
 */
final class RetainedLocks {

    private static final int NONE = -1;

    private final IndexedGraph graph;
    /** By lock: the task that failed last of those that retain it. */
    private final int[] retainer;
    /** By lock: whether a task that retains it claims it. */
    private final boolean[] claimed;

    private final BitSet doomed = new BitSet();

    /** By lock code: where the lanes that need the lock in this way begin. Empty until a task fails. */
    private int[] lanesStart = {};

    private int[] lanes = {};

    RetainedLocks(IndexedGraph graph) {
        this.graph = graph;
        retainer = new int[graph.locks()];
        claimed = new boolean[graph.locks()];
        Arrays.fill(retainer, NONE);
    }

    /** A task has failed and retains its locks. Returns the lanes that this dooms; each lane once in the run. */
    List<Integer> retain(int task) {
        if (lanesStart.length == 0) {
            indexLanes();
        }
        List<Integer> fresh = new ArrayList<>();
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            int lock = LockCode.lock(code);
            if (retainer[lock] == NONE) {
                doom(LockCode.claim(lock), fresh);
            }
            if (LockCode.isClaim(code) && !claimed[lock]) {
                doom(LockCode.use(lock), fresh);
            }
            retainer[lock] = task;
            claimed[lock] |= LockCode.isClaim(code);
        }
        return fresh;
    }

    private void indexLanes() {
        int[] next = new int[LockCode.count(graph.locks()) + 1];
        int entries = graph.laneLockStart(graph.lanes());
        for (int at = 0; at < entries; at++) {
            next[graph.laneLock(at) + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        lanesStart = next.clone();
        lanes = new int[entries];
        for (int lane = 0; lane < graph.lanes(); lane++) {
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                lanes[next[graph.laneLock(at)]++] = lane;
            }
        }
    }

    private void doom(int code, List<Integer> fresh) {
        for (int at = lanesStart[code]; at < lanesStart[code + 1]; at++) {
            if (!doomed.get(lanes[at])) {
                doomed.set(lanes[at]);
                fresh.add(lanes[at]);
            }
        }
    }

    /** The failed task of this run that retains the lock; -1 if none does. */
    int retainer(int lock) {
        return retainer[lock];
    }

    /** Whether a failed task of this run retains the lock. */
    boolean isRetained(int lock) {
        return retainer[lock] != NONE;
    }

    /** Whether the lock is retained in a way that excludes those of this code. */
    boolean excludes(int code) {
        int lock = LockCode.lock(code);
        return isRetained(lock) && (LockCode.isClaim(code) || claimed[lock]);
    }

    /** Whether the lane is doomed. */
    boolean dooms(int lane) {
        return doomed.get(lane);
    }
}
