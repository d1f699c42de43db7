package io.pexen.plan;

import io.pexen.graph.TaskGraph;
import java.util.Arrays;

/** The locks that failed tasks of a run keep until it ends (rule 7.1), and the lanes that will never get theirs for it. */
final class KeptLocks {

    private static final int NONE = -1;

    private final TaskGraph graph;
    /** By lock: the task that failed last of those that keep it, and whether one of them has it alone. */
    private final int[] keeper;

    private final boolean[] claimed;
    private boolean any;

    KeptLocks(TaskGraph graph) {
        this.graph = graph;
        keeper = new int[graph.locks()];
        claimed = new boolean[graph.locks()];
        Arrays.fill(keeper, NONE);
    }

    /** A task has failed, and keeps its locks. */
    void keep(int task) {
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            keeper[code >> 1] = task;
            claimed[code >> 1] |= LockQueues.isClaim(code);
            any = true;
        }
    }

    /** The failed task that keeps a lock, or -1 if none does. */
    int keeper(int lock) {
        return keeper[lock];
    }

    /** Whether the lock is kept from those that want it in this way. */
    boolean isKeptFrom(int code) {
        return keeper[code >> 1] != NONE && (LockQueues.isClaim(code) || claimed[code >> 1]);
    }

    /** Whether the tasks of the lane need a lock that is kept from them. */
    boolean dooms(int lane) {
        if (any) {
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                if (isKeptFrom(graph.laneLock(at))) {
                    return true;
                }
            }
        }
        return false;
    }
}
