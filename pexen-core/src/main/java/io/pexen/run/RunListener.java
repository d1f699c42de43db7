package io.pexen.run;

import io.pexen.task.TaskRes;

/**
 * Observes runs. Methods are called one at a time for each run, on the thread that drives it when results are iterated,
 * or on the thread that moves it, usually a worker, when they are collected. Anything that a listener throws is logged
 * with its class and has no other effect. A listener of a sched that runs several times at once is called by several
 * threads. {@snippet file="io/pexen/SnippetsTest.java" region="listener"}
 */
public interface RunListener {

    /** A run has started; nothing has been dispatched. */
    default void runStarted(RunHandle run) {}

    /**
     * A task has finished; nothing that it unlocks has been dispatched.
     *
     * @param times how long it waited and ran; all zero unless a listener of the sched is {@link #timed}
     */
    default void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {}

    /** A task will not run. */
    default void taskSkipped(RunHandle run, Skipped skipped) {}

    /**
     * A run has ended, possibly because it was closed early. Its locks are free, except those of bodies that ignore
     * their interrupt.
     */
    default void runEnded(RunHandle run, RunSummary summary) {}

    /** Whether this listener wants {@link TaskTimes}; recording them costs some tens of nanoseconds per task. */
    default boolean timed() {
        return false;
    }
}
