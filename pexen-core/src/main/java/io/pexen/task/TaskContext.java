package io.pexen.task;

/**
 * One execution of one task, as its body sees it: the task, its shared state and its kwargs. It belongs to the worker
 * that runs the body, and is not to be kept after the body has ended.
 */
public interface TaskContext {

    /** The task that runs. */
    Task task();

    /** The map that is private to this execution; what it holds at the end is passed on to dependants. */
    SharedState shared();

    /** The named arguments that the task was defined with. */
    default Kwargs kwargs() {
        return task().kwargs();
    }
}
