package io.pexen.pool;

import io.pexen.task.Task;
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
        return Task.execute(context);
    }

    /**
     * Whether other jobs wait for a worker of the pool: a long job should return then, and may have itself put at the
     * end of the queue. Cheap, because it is called for each task.
     */
    boolean isWanted();

    /**
     * Whether the pool has another worker work in place of this one while it is {@linkplain #blocked() blocked}. A
     * worker that is not replaced executes the tasks of a run that it waits for itself.
     */
    default boolean isReplaceable() {
        return false;
    }

    /**
     * Called when the task that the worker executes is about to wait for others, for example for an inner run; on the
     * worker's thread, before it sleeps. Until {@link #unblocked} the pool has another worker in its place, if jobs
     * wait for one.
     */
    default void blocked() {}

    /**
     * Called when the task may continue; returns when the worker is one of the {@link WorkerPool#workers} that work
     * again, or at once if the thread is interrupted, because the task is to end then.
     */
    default void unblocked() {}

    /** Interrupts the task that the worker executes. Called from other threads, only while {@link #run} executes. */
    void interrupt();
}
