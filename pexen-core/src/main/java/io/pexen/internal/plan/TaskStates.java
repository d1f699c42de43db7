package io.pexen.internal.plan;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The states of the tasks of a run. A task goes one way:
 *
 * <pre>{@code
 * WAITING → READY → DISPATCHED → DONE
 *    └────────┴───→ SKIPPED
 * }</pre>
 */
final class TaskStates {

    /** Keys that the task requires are not provided yet. */
    static final byte WAITING = 0;
    /** The task may be dispatched when its pool has room and its locks are free. */
    static final byte READY = 1;
    /** The task has its locks, and its result has not been processed. */
    static final byte DISPATCHED = 2;
    /** The result of the task has been processed. */
    static final byte DONE = 3;
    /** The task never runs. */
    static final byte SKIPPED = 4;

    private final byte[] states;

    /** All tasks are {@link #WAITING}. */
    TaskStates(int tasks) {
        states = new byte[tasks];
    }

    int size() {
        return states.length;
    }

    void set(int task, byte state) {
        states[task] = state;
    }

    boolean is(int task, byte state) {
        return states[task] == state;
    }

    /** Whether the task is still to be dispatched: it is {@link #WAITING} or {@link #READY}. */
    boolean isUndispatched(int task) {
        return states[task] <= READY;
    }

    /** The tasks that have neither ended nor been skipped, in the order of definition. */
    Set<Integer> unfinished() {
        Set<Integer> unfinished = new LinkedHashSet<>();
        for (int task = 0; task < states.length; task++) {
            if (states[task] < DONE) {
                unfinished.add(task);
            }
        }
        return unfinished;
    }
}
