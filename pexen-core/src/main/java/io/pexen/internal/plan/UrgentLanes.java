package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The lanes whose first task was overtaken as often as it may be, so that no other gets a lock before it (rule 6.4). */
final class UrgentLanes {

    private final IndexedGraph graph;
    private final ReadyQueue ready;
    /** By lock code: the urgent lanes that want the lock. */
    private final List<List<Integer>> wanting = new ArrayList<>();

    private int count;

    UrgentLanes(IndexedGraph graph, ReadyQueue ready) {
        this.graph = graph;
        this.ready = ready;
        for (int code = 0; code < LockCode.count(graph.locks()); code++) {
            wanting.add(new ArrayList<>(0));
        }
    }

    void add(int lane) {
        count++;
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            wanting.get(graph.laneLock(at)).add(lane);
        }
    }

    void remove(int lane) {
        count--;
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            wanting.get(graph.laneLock(at)).remove((Integer) lane);
        }
    }

    /** All urgent lanes, as they are now: by the locks that they want. */
    Set<Integer> all() {
        Set<Integer> all = new LinkedHashSet<>();
        if (count > 0) {
            wanting.forEach(all::addAll);
        }
        return all;
    }

    /** Whether a lane that is urgent, and not this one, gets the lock before this one may have it in this way. */
    boolean goBefore(int lane, int code) {
        return count > 0
                && (anyBefore(lane, wanting.get(LockCode.claim(LockCode.lock(code))))
                        || (LockCode.isClaim(code) && anyBefore(lane, wanting.get(LockCode.use(LockCode.lock(code))))));
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
