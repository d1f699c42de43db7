package io.pexen;

import io.pexen.internal.plan.LockTable;

/**
 * Defines which locks are the same: tasks of scheds that share a scope exclude each other by equal keys in
 * {@code claims} and {@code uses}, whichever run they belong to. Each sched has its own scope unless it is given one;
 * in a Spring application all scheds share one. {@snippet file="io/pexen/SnippetsTest.java" region="scope"}
 */
public final class LockScope {

    /** How often a waiting task is overtaken at most, unless set otherwise. */
    public static final int MAX_OVERTAKEN = 32;

    private final LockTable table;

    /** Creates a scope in which a waiting task is overtaken {@value #MAX_OVERTAKEN} times at most. */
    public LockScope() {
        this(MAX_OVERTAKEN);
    }

    /**
     * Creates a scope with another bound.
     *
     * @param maxOvertaken how many tasks that became ready later may get a lock before a task that waits for it, at
     *     least 1: a low bound is fair, a high bound gives priorities more weight
     */
    public LockScope(int maxOvertaken) {
        if (maxOvertaken < 1) {
            throw new IllegalArgumentException("maxOvertaken must be >= 1, was " + maxOvertaken);
        }
        this.table = new LockTable(maxOvertaken);
    }

    /** How many locks are held at this moment. */
    public int held() {
        return table.held();
    }

    /** How many tasks, of all runs, wait for a lock at this moment. */
    public int waiting() {
        return table.waiting();
    }

    LockTable table() {
        return table;
    }
}
