package io.pexen;

import io.pexen.plan.LockTable;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Defines which locks are the same: tasks of scheds that share a scope exclude each other by equal keys in {@code
 * claims} and {@code uses}, whichever run they belong to. Each sched has its own scope unless it is given one; in a
 * Spring application all scheds share one.
 */
public final class LockScope {

    /** How often a waiting task is overtaken at most, unless set otherwise. */
    public static final int MAX_OVERTAKEN = 32;

    private final LockTable table;

    /** The scopes whose runs were started where a lock of this one was held. Guarded by the class. */
    private final Set<LockScope> enclosed = Collections.newSetFromMap(new WeakHashMap<>());

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

    /**
     * Whether a run of another scope may be started where a lock of this one is held. If so, records it: from then on
     * the two scopes nest in this order only, so runs of them cannot wait for each other in a cycle.
     */
    boolean mayEnclose(LockScope inner) {
        synchronized (LockScope.class) {
            if (inner.encloses(this)) {
                return false;
            }
            enclosed.add(inner);
            return true;
        }
    }

    private boolean encloses(LockScope other) {
        return enclosed.contains(other) || enclosed.stream().anyMatch(each -> each.encloses(other));
    }

    LockTable table() {
        return table;
    }
}
