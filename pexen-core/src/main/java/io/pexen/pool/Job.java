package io.pexen.pool;

import io.pexen.task.PexenException;

/**
 * Work for the workers of a pool, for example a run. To have several workers do a job together, pass it several times.
 */
public interface Job {

    /**
     * Does the work, on the worker's thread. Returns when nothing is left to do, or soon if {@link Worker#isWanted}, so
     * that other jobs get their share. Throws nothing.
     */
    void run(Worker worker);

    /**
     * Called when no worker will come: the pool was closed, or it can start no thread and all of its workers are
     * blocked. Called by the thread that closes the pool, or by a worker of it. Throws nothing.
     *
     * @param why the reason, to be reported to the thread that waits for the job; a {@link PoolClosedException} if the
     *     pool was closed
     */
    void drop(PexenException why);

    /** How many tasks of the job wait for a worker, for metrics. May be called from any thread. */
    int waiting();
}
