package io.pexen.pool;

import io.pexen.task.PexenException;

/** Work for the workers of a pool, such as a run. A job that several workers shall do together is given several times. */
public interface Job {

    /**
     * Does the work, on the worker's thread; returns when nothing is left to do, or, if {@link Worker#isWanted}, soon, so that
     * other jobs get their share. Throws nothing.
     */
    void run(Worker worker);

    /**
     * Says that no worker will come: the pool was closed, or it can start no thread and all of its workers wait for others. Called by
     * the thread that closes the pool, or by a worker of it. Throws nothing.
     *
     * @param why what to tell whoever waits for the job; a {@link PoolClosedException} if the pool was closed
     */
    void drop(PexenException why);

    /** How many tasks of the job wait for a worker, for metrics. May be called from any thread. */
    int waiting();
}
