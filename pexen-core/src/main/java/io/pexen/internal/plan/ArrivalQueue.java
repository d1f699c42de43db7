package io.pexen.internal.plan;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The tasks that want one lock in one way, in the order of arrival, and how often the oldest that still waits was
 * overtaken: by tasks that arrived in a later step and got the lock before it.
 */
final class ArrivalQueue {

    private static final int NONE = -1;

    private final int maxOvertaken;
    private final IntPredicate waits;
    /** By task: the step in which it arrived. */
    private final int[] stepOf;

    private final int[] tasks;
    private int head;
    private int tail;
    /** The arrival steps of later tasks that got the lock before the oldest; ascending. */
    private int[] later = {};

    private int laterSize;

    /**
     * An empty queue.
     *
     * @param capacity how many tasks want the lock in this way
     * @param waits whether a task that arrived still waits
     */
    ArrivalQueue(int capacity, int maxOvertaken, IntPredicate waits, int[] stepOf) {
        this.tasks = new int[capacity];
        this.maxOvertaken = maxOvertaken;
        this.waits = waits;
        this.stepOf = stepOf;
    }

    void add(int task) {
        tasks[tail++] = task;
    }

    /**
     * Notes that a task of this step got the lock; returns the oldest waiter if it is overtaken as often as it may be,
     * else -1.
     */
    int overtakenBy(int step) {
        int before = head;
        while (head < tail && !waits.test(tasks[head])) {
            head++;
        }
        if (head == tail) {
            laterSize = 0;
            return NONE;
        }
        int oldest = tasks[head];
        if (head != before) {
            dropUpTo(stepOf[oldest]);
        }
        if (step > stepOf[oldest]) {
            insert(step);
        }
        return laterSize >= maxOvertaken ? oldest : NONE;
    }

    private void dropUpTo(int step) {
        int drop = 0;
        while (drop < laterSize && later[drop] <= step) {
            drop++;
        }
        System.arraycopy(later, drop, later, 0, laterSize - drop);
        laterSize -= drop;
    }

    private void insert(int step) {
        if (laterSize == later.length) {
            later = Arrays.copyOf(later, Math.max(4, laterSize * 2));
        }
        int at = laterSize++;
        while (at > 0 && later[at - 1] > step) {
            later[at] = later[at - 1];
            at--;
        }
        later[at] = step;
    }
}
