package io.pexen.plan;

import io.pexen.graph.TaskGraph;
import java.util.Arrays;

/**
 * The ready tasks of a run. Each lane (tasks of the same priority and the same locks) is a queue in the order in which
 * its tasks became ready; the lanes whose first task may be dispatched are open, ordered by priority and then by arrival.
 *
 * <p>A lane whose locks are taken is not open: it is parked with the lock that it lacks, see {@link LockQueues}.
 */
final class ReadyQueue {

    /** Keys of lanes that go before all others, in the order of arrival. */
    private static final long URGENT = Long.MIN_VALUE;

    private final TaskGraph graph;
    final LaneHeap.Index index;
    final LaneHeap open;
    /** The first and last task of each lane, and the task behind each task; -1 for none. */
    private final int[] first;

    private final int[] last;
    private final int[] next;
    /** The place of each task in the order of arrival. */
    private final int[] arrival;

    private final boolean[] urgent;
    /** How many tasks are in each lane. */
    private final int[] count;

    private int arrivals;
    private int size;
    private int waiting;

    ReadyQueue(TaskGraph graph) {
        this.graph = graph;
        index = new LaneHeap.Index(graph.lanes());
        open = new LaneHeap(index);
        first = new int[graph.lanes()];
        last = new int[graph.lanes()];
        next = new int[graph.size()];
        arrival = new int[graph.size()];
        urgent = new boolean[graph.lanes()];
        count = new int[graph.lanes()];
        Arrays.fill(first, -1);
    }

    /** How many tasks are ready, those that wait for locks included. */
    int size() {
        return size;
    }

    /** How many tasks are ready and in lanes that are parked. */
    int waiting() {
        return waiting;
    }

    /** Moves the first open lane to the heap of a lock that it lacks. */
    void park(LaneHeap parked) {
        int lane = open.poll();
        parked.add(lane);
        waiting += count[lane];
    }

    /** Moves the first lane of such a heap back among the open ones. */
    int unpark(LaneHeap parked) {
        int lane = parked.poll();
        open.add(lane);
        waiting -= count[lane];
        return lane;
    }

    void add(int task) {
        int lane = graph.lane(task);
        arrival[task] = arrivals++;
        next[task] = -1;
        size++;
        count[lane]++;
        if (first[lane] < 0) {
            first[lane] = task;
            last[lane] = task;
            rekey(lane);
            open.add(lane);
        } else {
            next[last[lane]] = task;
            last[lane] = task;
            waiting += index.heap[lane] == open ? 0 : 1;
        }
    }

    /** The first task of a lane, or -1. */
    int first(int lane) {
        return first[lane];
    }

    int arrival(int task) {
        return arrival[task];
    }

    /** Takes the first task of the first open lane. */
    int poll() {
        int lane = open.peek();
        int task = first[lane];
        first[lane] = next[task];
        urgent[lane] = false;
        size--;
        count[lane]--;
        if (first[lane] < 0) {
            open.poll();
        } else {
            rekey(lane);
        }
        return task;
    }

    boolean isUrgent(int lane) {
        return urgent[lane];
    }

    /** Puts the first task of a lane before all tasks that are not urgent, and opens the lane. */
    void makeUrgent(int lane) {
        urgent[lane] = true;
        waiting -= index.heap[lane] == open ? 0 : count[lane];
        index.remove(lane);
        rekey(lane);
        open.add(lane);
    }

    /** Takes back that a lane goes before others. */
    void makeOrdinary(int lane) {
        urgent[lane] = false;
        rekey(lane);
    }

    private void rekey(int lane) {
        int at = arrival[first[lane]];
        index.rekey(lane, urgent[lane] ? URGENT + at : ((long) graph.lanePriority(lane) << 32) + at);
    }
}
