package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The ready tasks of a run.
 *
 * <p>A task arrives in the lane of its pool and priority that needs no locks: its entrance, a queue in the order of
 * arrival. If it needs locks it goes on, when it comes to the head there, to the lane of its pool, its priority and its
 * locks. So tasks that are not looked at yet cost nothing but their place in a queue, however many different locks they
 * need.
 *
 * <p>The lanes whose first task may be dispatched are open, ordered by priority and then by arrival: in one heap for
 * each pool, so those whose pool is full keep no others waiting. A lane whose locks are taken is not open: it is parked
 * with the lock that it lacks, see {@link LockQueues}.
 */
final class ReadyQueue {

    /** Keys of lanes that go before all others, in the order of arrival. */
    private static final long URGENT = Long.MIN_VALUE;

    private static final int NONE = -1;

    private final IndexedGraph graph;
    final LaneHeap.Index index;
    /**
     * By number of a pool in the graph: the one that the run gives it. Several of the graph may be one pool of the run.
     */
    private final int[] poolOf;
    /** By pool: the open lanes, and how many more tasks may be dispatched. */
    private final LaneHeap[] open;

    private final int[] room;
    /** The first and last task of each lane, and the task behind each task; -1 for none. */
    private final int[] first;

    private final int[] last;
    private final int[] next;
    /** The place of each task in the order of arrival. */
    private final int[] arrival;

    private final boolean[] urgent;
    /**
     * By lane: the task that was called out of the entrance, and goes before those in the lane; -1 for none. Empty
     * until one is.
     */
    private int[] called = {};
    /** Tasks that were called, and are still to be passed over in their entrance. */
    private final BitSet passed = new BitSet();

    /** How many tasks are in each lane. */
    private final int[] count;

    private int arrivals;
    private int size;
    private int waiting;

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

    /** The pool of the tasks of a lane. */
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

    /** Whether a lane is open whose pool has room. */
    boolean canDispatch() {
        for (int pool = 0; pool < open.length; pool++) {
            if (room[pool] > 0 && !open[pool].isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The first open lane of those whose pools have room; -1 if there is none. */
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

    /** How many tasks are ready, those that wait for locks included. */
    int size() {
        return size;
    }

    /** How many tasks are ready and in lanes that are parked. */
    int waiting() {
        return waiting;
    }

    /** Moves an open lane to the heap of a lock that it lacks. */
    void park(int lane, LaneHeap parked) {
        index.remove(lane);
        parked.add(lane);
        waiting += count[lane];
    }

    /** Moves a parked lane back among the open ones. */
    void unpark(int lane) {
        index.remove(lane);
        open[pool(lane)].add(lane);
        waiting -= count[lane];
    }

    /** A task became ready. */
    void add(int task) {
        arrival[task] = arrivals++;
        size++;
        append(task, graph.entrance(graph.lane(task)));
    }

    /** The first task of a lane if that is its entrance, and the task needs locks; else -1. */
    int firstInEntrance(int entrance) {
        int task = first[entrance];
        return task == NONE || graph.lane(task) == entrance ? NONE : task;
    }

    /** If the task that is first in the entrance has been called out of it already, takes it away; whether it was. */
    boolean passOver(int task, int entrance) {
        boolean wasCalled = passed.get(task);
        if (wasCalled) {
            passed.clear(task);
            removeFirst(entrance);
        }
        return wasCalled;
    }

    /** Takes the task that is first in the entrance out of it, to be dispatched. */
    void pollEntrance(int entrance) {
        size--;
        removeFirst(entrance);
    }

    /** Lets the task that is first in the entrance into its lane. */
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

    /** The first task of a lane, or -1. */
    int first(int lane) {
        return isCalled(lane) ? called[lane] : first[lane];
    }

    private boolean isCalled(int lane) {
        return called.length > 0 && called[lane] != NONE;
    }

    int arrival(int task) {
        return arrival[task];
    }

    /** Takes the first task of an open lane. */
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

    /** Puts a task, the oldest of its lane, before all tasks that are not urgent, and opens its lane. */
    void makeUrgent(int task) {
        int lane = graph.lane(task);
        urgent[lane] = true;
        if (first(lane) == NONE) {
            if (called.length == 0) {
                called = new int[graph.lanes()];
                Arrays.fill(called, NONE);
            }
            called[lane] = task;
            passed.set(task);
            count[lane]++;
        } else {
            waiting -= isOpenLane(lane) ? 0 : count[lane];
            index.remove(lane);
        }
        rekey(lane);
        open[pool(lane)].add(lane);
    }

    /** Takes back that a lane goes before others. */
    void makeOrdinary(int lane) {
        urgent[lane] = false;
        rekey(lane);
    }

    private void rekey(int lane) {
        int at = arrival[first(lane)];
        index.rekey(lane, urgent[lane] ? URGENT + at : ((long) graph.lanePriority(lane) << 32) + at);
    }
}
