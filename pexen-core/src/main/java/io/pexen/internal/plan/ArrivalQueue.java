package io.pexen.internal.plan;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The tasks that need one lock in one way, in the order of arrival, and how often the oldest that still waits has been
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
    /** The arrival steps of the tasks that have overtaken the oldest, ascending. */
    private int[] overtaking = {};

    private int overtakingSize;

    /**
     * An empty queue.
     *
     * @param capacity how many tasks need the lock in this way
     * @param maxOvertaken how often a task may be overtaken
     * @param waits whether a task that has arrived still waits
     * @param stepOf by task, the step in which it arrived; filled by the caller
     */
    ArrivalQueue(int capacity, int maxOvertaken, IntPredicate waits, int[] stepOf) {
        this.tasks = new int[capacity];
        this.maxOvertaken = maxOvertaken;
        this.waits = waits;
        this.stepOf = stepOf;
    }

    /** A task arrives. */
    void add(int task) {
        tasks[tail++] = task;
    }

    /**
     * A task of this step got the lock, and overtakes the oldest waiter if that arrived in an earlier step. Returns
     * that waiter if it has been overtaken as often as it may be, otherwise -1.
     */
    int overtakenBy(int step) {
        int before = head;
        while (head < tail && !waits.test(tasks[head])) {
            head++;
        }
        if (head == tail) {
            overtakingSize = 0;
            return NONE;
        }
        int oldest = tasks[head];
        if (head != before) {
            dropUpTo(stepOf[oldest]);
        }
        if (step > stepOf[oldest]) {
            insert(step);
        }
        return overtakingSize >= maxOvertaken ? oldest : NONE;
    }

    /** Another task is the oldest: forgets the steps of those that have not overtaken it. */
    private void dropUpTo(int step) {
        int drop = 0;
        while (drop < overtakingSize && overtaking[drop] <= step) {
            drop++;
        }
        if (drop > 0) {
            System.arraycopy(overtaking, drop, overtaking, 0, overtakingSize - drop);
            overtakingSize -= drop;
        }
    }

    private void insert(int step) {
        if (overtakingSize == overtaking.length) {
            overtaking = Arrays.copyOf(overtaking, Math.max(4, overtakingSize * 2));
        }
        int at = overtakingSize++;
        while (at > 0 && overtaking[at - 1] > step) {
            overtaking[at] = overtaking[at - 1];
            at--;
        }
        overtaking[at] = step;
    }
}
