package io.pexen.pool;

import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;

/** One execution unit of a pool. A worker does one thing at a time. */
public interface Worker {

    /**
     * Executes a task and waits for its end. Called by a job on the worker's own thread.
     *
     * @return the one outcome of the task: whatever its body throws is in it, and nothing is thrown
     */
    default TaskRes run(TaskContext context) {
        Object ret = null;
        Throwable excinfo = null;
        try {
            ret = context.task().body().call(context);
        } catch (Throwable e) {
            excinfo = e;
        }
        return new TaskRes(context.task(), context.shared(), ret, excinfo);
    }

    /**
     * Whether other jobs wait for a worker of the pool: a job that goes on and on shall return then, and may have itself put
     * at the end of the queue. Cheap, since it is asked for each task.
     */
    boolean isWanted();

    /**
     * Says that the task which the worker executes waits for others, such as for a run of its own. Called on the worker's thread,
     * before that is parked, and again whenever it has been unparked. As long as the worker waits, it is unparked when a job
     * comes that no other worker is left for, since all wait.
     *
     * @return whether the worker may wait; else it shall {@linkplain #doNextJob() do a job}
     */
    default boolean mayWait() {
        return true;
    }

    /** Says that the worker waits no longer. Harmless if it did not. */
    default void goesOn() {}

    /** Does the next of the jobs that wait for a worker, if there still is one, for the time of one task. */
    default void doNextJob() {}

    /** Interrupts the task that the worker executes. Called from other threads, only while {@link #run} executes. */
    void interrupt();
}
