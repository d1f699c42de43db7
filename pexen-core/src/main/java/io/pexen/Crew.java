package io.pexen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the workers that are at a run or have been called to it, so that no more are called than there is work for.
 *
 * <p>No work is left lying: who hands out tasks looks at the count afterwards, and a worker looks for tasks once more after it
 * has taken itself out of the count. As both happen in sequential order, for which {@link #join} has a fence, either the worker
 * sees the task, or is seen to be missing.
 */
final class Crew extends Padded {

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Crew.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int most;
    private volatile int count;

    /** A crew of at most so many, but for those that {@linkplain #comeBack() come back}. */
    Crew(int most) {
        this.most = most;
    }

    /** Counts one more worker, if there are fewer than wanted; the caller has to call it then. */
    boolean join(int wanted) {
        VarHandle.fullFence(); // the tasks are there before the count is read
        int now = count;
        while (now < wanted && now < most) {
            if (COUNT.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = count;
        }
        return false;
    }

    /** A worker which was away is back, whatever the limit. */
    void comeBack() {
        COUNT.getAndAdd(this, 1);
    }

    /** A worker is not at the run any more. */
    void leave() {
        COUNT.getAndAdd(this, -1);
    }
}
