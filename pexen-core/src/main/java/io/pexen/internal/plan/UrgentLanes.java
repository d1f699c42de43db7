package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The urgent lanes of a run, by the locks that they need. A lane is urgent while its first task has been overtaken as
 * often as it may be, so no younger task gets a lock before it (rule 6.4).
 */
final class UrgentLanes {

    private final IndexedGraph graph;
    private final ReadyQueue ready;
    private final List<List<Integer>> byCode = new ArrayList<>();
    private int count;

    UrgentLanes(IndexedGraph graph, ReadyQueue ready) {
        this.graph = graph;
        this.ready = ready;
        for (int code = 0; code < LockCode.count(graph.locks()); code++) {
            byCode.add(new ArrayList<>(0));
        }
    }

    void add(int lane) {
        count++;
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            byCode.get(graph.laneLock(at)).add(lane);
        }
    }

    void remove(int lane) {
        count--;
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            byCode.get(graph.laneLock(at)).remove((Integer) lane);
        }
    }

    /** Whether an urgent lane other than this one gets the lock of the code before it, so that this one must wait. */
    boolean goBefore(int lane, int code) {
        if (count == 0) {
            return false;
        }
        int lock = LockCode.lock(code);
        return anyBefore(lane, byCode.get(LockCode.claim(lock)))
                || (LockCode.isClaim(code) && anyBefore(lane, byCode.get(LockCode.use(lock))));
    }

    private boolean anyBefore(int lane, List<Integer> urgentLanes) {
        for (int other : urgentLanes) {
            if (other != lane
                    && (!ready.isUrgent(lane)
                            || ready.arrival(ready.first(other)) < ready.arrival(ready.first(lane)))) {
                return true;
            }
        }
        return false;
    }
}
