package io.pexen.task;

/**
 * One execution of one task, as its body sees it: the task, its shared state and its kwargs. It belongs to the worker
 * that executes the body, and must not be used after the body has ended.
 */
public interface TaskContext {

    /** The task that is executed. */
    Task task();

    /** The map that is private to this execution; its final contents are passed on to dependants. */
    SharedState shared();

    /** The named arguments that the task was defined with. */
    default Kwargs kwargs() {
        return task().kwargs();
    }
}
