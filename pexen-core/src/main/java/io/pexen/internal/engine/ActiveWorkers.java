package io.pexen.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * Counts the workers that work for a run or have been requested for it, so that no more are requested than there is
 * work for.
 *
 * <p>No task is left behind: a thread that dispatches tasks reads the count afterwards, and a worker looks for tasks
 * once more after it has removed itself from the count. Both happen in sequentially consistent order, for which
 * {@link #tryJoin} has a fence, so either the worker sees the task or the dispatching thread sees that a worker is
 * missing.
 */
final class ActiveWorkers extends Padded {

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(ActiveWorkers.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int max;
    private volatile int count;

    /** Counts at most {@code max} workers, not counting those that {@linkplain #rejoin() rejoin}. */
    ActiveWorkers(int max) {
        this.max = max;
    }

    /**
     * Counts one more worker if there are fewer than wanted; if it returns true, the caller must request that worker.
     */
    boolean tryJoin(int wanted) {
        VarHandle.fullFence(); // the tasks are published before the count is read
        int now = count;
        while (now < wanted && now < max) {
            if (COUNT.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = count;
        }
        return false;
    }

    /**
     * Counts and requests workers until there are as many as wanted.
     *
     * @param request requests one worker; returns false if none will come, so that no more are requested
     */
    void join(int wanted, BooleanSupplier request) {
        boolean answered = true;
        while (answered && tryJoin(wanted)) {
            answered = request.getAsBoolean();
        }
    }

    /** A worker that was blocked works again, whatever the limit. */
    void rejoin() {
        COUNT.getAndAdd(this, 1);
    }

    /** A worker no longer works for the run. */
    void leave() {
        COUNT.getAndAdd(this, -1);
    }

    /**
     * A worker leaves unless there is work, of which some may have come just before it left. Returns whether one more
     * worker is counted instead, which is this one if it stays.
     */
    boolean leaveUnless(BooleanSupplier hasWork) {
        leave();
        return hasWork.getAsBoolean() && tryJoin(Integer.MAX_VALUE);
    }
}
