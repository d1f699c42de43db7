package io.pexen.internal.plan;

/** The run that a {@link Planner} decides for, and that moves it. */
public interface RunOwner {

    /**
     * Moves the run soon, because a lock that it waits for may be free, or may never be. Called by the thread that
     * moves another run, under the monitor of the {@link LockTable}.
     */
    void wake();

    /** Whether nothing is dispatched any more. Once true, it stays true. May be called from any thread. */
    boolean isOver();
}
