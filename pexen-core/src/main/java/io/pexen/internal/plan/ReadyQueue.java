package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The ready tasks of a run, in lanes: tasks of the same pool, priority and locks differ only in their order of arrival,
 * so they queue in one lane, and only the first of each lane is ever examined.
 *
 * <p>A task arrives in the <em>entrance</em>: the lane of its pool and priority whose tasks need no locks. If it needs
 * locks, it moves to its own lane when it is the first in the entrance. So a task that is not examined yet costs no
 * more than an entry in a queue, however many different locks tasks need.
 *
 * <p>A lane whose first task may be dispatched is <em>open</em>. Open lanes are ordered by priority, then by arrival,
 * in one heap for each pool, so lanes whose pool is full do not keep those of another pool waiting. A lane that lacks a
 * lock is not open but <em>parked</em>, see {@link LockParking}. A lane whose first task has been overtaken too often
 * is <em>urgent</em> and goes before all others, see {@link Overtaking}.
 */
final class ReadyQueue {

    /** What is added to the keys of urgent lanes: they go before all others, in the order of arrival. */
    private static final long URGENT = Long.MIN_VALUE;

    private static final int NONE = -1;

    private final IndexedGraph graph;
    final LaneHeap.Index index;
    /** By number of a pool in the graph: its number in the run. Several pools of the graph may be one of the run. */
    private final int[] poolOf;
    /** By pool. */
    private final LaneHeap[] open;
    /** By pool: how many more tasks may be dispatched. */
    private final int[] room;
    /** By lane; -1 for none. */
    private final int[] first;
    /** By lane; undefined while the lane has no first task. */
    private final int[] last;
    /** By task: the one behind it in its lane; -1 for none. */
    private final int[] next;
    /** By task: its number in the order of arrival. */
    private final int[] arrival;
    /** By lane. */
    private final boolean[] urgent;
    /**
     * By lane: the task that was called out of the entrance because it is urgent, and goes before those in the lane; -1
     * for none. Empty until a task is called.
     */
    private int[] called = {};
    /** The called tasks that the entrance still contains, to be passed over. */
    private final BitSet toPassOver = new BitSet();
    /** By lane: how many tasks it has. */
    private final int[] count;

    private int arrivals;
    private int size;
    private int waiting;

    /**
     * A queue without tasks.
     *
     * @param poolOf by pool of the graph, the pool of the run
     * @param limits by pool of the run, how many tasks may be dispatched to it at a time
     */
    ReadyQueue(IndexedGraph graph, int[] poolOf, int[] limits) {
        this.graph = graph;
        this.poolOf = poolOf;
        room = limits.clone();
        index = new LaneHeap.Index(graph.lanes());
        open = new LaneHeap[room.length];
        Arrays.setAll(open, pool -> new LaneHeap(index));
        first = new int[graph.lanes()];
        last = new int[graph.lanes()];
        next = new int[graph.size()];
        arrival = new int[graph.size()];
        urgent = new boolean[graph.lanes()];
        count = new int[graph.lanes()];
        Arrays.fill(first, NONE);
    }

    /** How many pools the run has. */
    int pools() {
        return open.length;
    }

    /** The pool of the tasks of a lane, by its number in the run. */
    int pool(int lane) {
        return open.length == 1 ? 0 : poolOf[graph.lanePool(lane)];
    }

    /** Whether another task may be dispatched to the pool. */
    boolean hasRoom(int pool) {
        return room[pool] > 0;
    }

    /** Whether another task may be dispatched to any pool. */
    boolean hasRoom() {
        for (int each : room) {
            if (each > 0) {
                return true;
            }
        }
        return false;
    }

    /** A task has been dispatched to the pool. */
    void takeRoom(int pool) {
        room[pool]--;
    }

    /** A task of the pool has been completed. */
    void giveRoom(int pool) {
        room[pool]++;
    }

    /** Whether a lane of the pool is open. */
    boolean isOpen(int pool) {
        return !open[pool].isEmpty();
    }

    /** Whether any lane is open. */
    boolean isOpen() {
        for (LaneHeap each : open) {
            if (!each.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The best of the open lanes whose pools have room; -1 if there is none. */
    int firstOpen() {
        int best = NONE;
        for (int pool = 0; pool < open.length; pool++) {
            if (room[pool] > 0 && !open[pool].isEmpty()) {
                int lane = open[pool].peek();
                if (best == NONE || index.key[lane] < index.key[best]) {
                    best = lane;
                }
            }
        }
        return best;
    }

    /** How many tasks are ready, including those that wait for locks. */
    int size() {
        return size;
    }

    /** How many of the ready tasks are in parked lanes. */
    int waiting() {
        return waiting;
    }

    /** Moves an open lane to a heap of parked ones. */
    void park(int lane, LaneHeap parked) {
        index.remove(lane);
        parked.add(lane);
        waiting += count[lane];
    }

    /** Opens a parked lane. */
    void unpark(int lane) {
        index.remove(lane);
        open[pool(lane)].add(lane);
        waiting -= count[lane];
    }

    /** A task becomes ready. */
    void add(int task) {
        arrival[task] = arrivals++;
        size++;
        append(task, graph.entrance(graph.lane(task)));
    }

    /** The first task of the lane, if the lane is the entrance of that task and not its own lane; otherwise -1. */
    int firstInEntrance(int entrance) {
        int task = first[entrance];
        return task == NONE || graph.lane(task) == entrance ? NONE : task;
    }

    /**
     * If the task, the first in the entrance, has been called out of it already, removes it. Returns whether it was.
     */
    boolean passOver(int task, int entrance) {
        boolean wasCalled = toPassOver.get(task);
        if (wasCalled) {
            toPassOver.clear(task);
            removeFirst(entrance);
        }
        return wasCalled;
    }

    /** Removes the first task of the entrance, which is dispatched. */
    void pollEntrance(int entrance) {
        size--;
        removeFirst(entrance);
    }

    /** Moves the first task of the entrance to its own lane. */
    void admit(int entrance) {
        int task = first[entrance];
        removeFirst(entrance);
        append(task, graph.lane(task));
    }

    private void append(int task, int lane) {
        boolean wasEmpty = first(lane) == NONE;
        if (first[lane] == NONE) {
            first[lane] = task;
        } else {
            next[last[lane]] = task;
        }
        last[lane] = task;
        next[task] = NONE;
        count[lane]++;
        if (wasEmpty) {
            rekey(lane);
            open[pool(lane)].add(lane);
        } else {
            waiting += isOpenLane(lane) ? 0 : 1;
        }
    }

    private boolean isOpenLane(int lane) {
        return index.heap[lane] == open[pool(lane)];
    }

    /** The first task of a lane; -1 if it has none. */
    int first(int lane) {
        return isCalled(lane) ? called[lane] : first[lane];
    }

    private boolean isCalled(int lane) {
        return called.length > 0 && called[lane] != NONE;
    }

    /** The number of the task in the order of arrival. */
    int arrival(int task) {
        return arrival[task];
    }

    /** Removes the first task of an open lane, which is dispatched. */
    int poll(int lane) {
        int task = first(lane);
        urgent[lane] = false;
        size--;
        removeFirst(lane);
        return task;
    }

    private void removeFirst(int lane) {
        if (isCalled(lane)) {
            called[lane] = NONE;
        } else {
            first[lane] = next[first[lane]];
        }
        count[lane]--;
        if (first(lane) == NONE) {
            index.remove(lane);
        } else {
            rekey(lane);
        }
    }

    boolean isUrgent(int lane) {
        return urgent[lane];
    }

    /** Puts the task, the oldest of its lane, before all that are not urgent, and opens its lane. */
    void makeUrgent(int task) {
        int lane = graph.lane(task);
        urgent[lane] = true;
        if (first(lane) == NONE) {
            if (called.length == 0) {
                called = new int[graph.lanes()];
                Arrays.fill(called, NONE);
            }
            called[lane] = task;
            toPassOver.set(task);
            count[lane]++;
        } else {
            waiting -= isOpenLane(lane) ? 0 : count[lane];
            index.remove(lane);
        }
        rekey(lane);
        open[pool(lane)].add(lane);
    }

    /** The lane is urgent no more. */
    void makeOrdinary(int lane) {
        urgent[lane] = false;
        rekey(lane);
    }

    private void rekey(int lane) {
        int at = arrival[first(lane)];
        index.rekey(lane, urgent[lane] ? URGENT + at : ((long) graph.lanePriority(lane) << 32) + at);
    }
}
