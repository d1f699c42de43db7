package io.pexen.internal.plan;

/** The run that a {@link Planner} decides for, and that moves it. */
public interface RunOwner {

    /**
     * Has the run moved soon, because a lock that it waits for may have become free, or may never become free. Called
     * by a thread of another run, under the monitor of the {@link LockTable}.
     */
    void wake();

    /** Whether nothing is dispatched any more. Once true, it stays true. May be called from any thread. */
    boolean isOver();
}
