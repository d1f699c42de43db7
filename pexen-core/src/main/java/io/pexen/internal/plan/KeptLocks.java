package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The locks that failed tasks of a run keep until it ends (rule 7.1), and the lanes that will never get theirs for it. */
final class KeptLocks {

    private static final int NONE = -1;

    private final IndexedGraph graph;
    /** By lock: the task that failed last of those that keep it, and whether one of them has it alone. */
    private final int[] keeper;

    private final boolean[] claimed;

    /** The lanes that need a lock which is kept from them. */
    private final BitSet doomed = new BitSet();

    /** The lanes that want a lock in one way, by lock code: those from its start to the next. Empty until a task fails. */
    private int[] wantingStart = {};

    private int[] wanting = {};

    KeptLocks(IndexedGraph graph) {
        this.graph = graph;
        keeper = new int[graph.locks()];
        claimed = new boolean[graph.locks()];
        Arrays.fill(keeper, NONE);
    }

    /** A task has failed, and keeps its locks. Returns the lanes that will never get theirs for it; each lane once in the run. */
    List<Integer> keep(int task) {
        if (wantingStart.length == 0) {
            indexLanes();
        }
        List<Integer> fresh = new ArrayList<>();
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            int lock = LockCode.lock(code);
            if (keeper[lock] == NONE) {
                doom(LockCode.claim(LockCode.lock(code)), fresh);
            }
            if (LockCode.isClaim(code) && !claimed[lock]) {
                doom(LockCode.use(LockCode.lock(code)), fresh);
            }
            keeper[lock] = task;
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
        wantingStart = next.clone();
        wanting = new int[entries];
        for (int lane = 0; lane < graph.lanes(); lane++) {
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                wanting[next[graph.laneLock(at)]++] = lane;
            }
        }
    }

    private void doom(int code, List<Integer> fresh) {
        for (int at = wantingStart[code]; at < wantingStart[code + 1]; at++) {
            if (!doomed.get(wanting[at])) {
                doomed.set(wanting[at]);
                fresh.add(wanting[at]);
            }
        }
    }

    /** The failed task that keeps a lock, or -1 if none does. */
    int keeper(int lock) {
        return keeper[lock];
    }

    /** Whether the lock is kept from those that want it in this way. */
    boolean isKeptFrom(int code) {
        return keeper[LockCode.lock(code)] != NONE && (LockCode.isClaim(code) || claimed[LockCode.lock(code)]);
    }

    /** Whether the tasks of the lane need a lock that is kept from them. */
    boolean dooms(int lane) {
        return doomed.get(lane);
    }
}
