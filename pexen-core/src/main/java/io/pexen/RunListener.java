package io.pexen;

import io.pexen.task.TaskRes;

/**
 * Watches runs. Methods are called one at a time for each run, on the thread that drives it: the consumer's when results
 * are iterated, the worker that has the turn when they are collected. Whatever a listener throws is logged with its
 * class, and changes nothing. A listener of a sched that runs several times at once is called by several threads.
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

    /** A run has ended, also when it was closed early. Its locks are free, but for those of bodies that ignore their interrupt. */
    default void runEnded(RunHandle run, RunSummary summary) {}

    /** Whether this listener wants {@link TaskTimes}; taking them costs some tens of nanoseconds a task. */
    default boolean timed() {
        return false;
    }
}
