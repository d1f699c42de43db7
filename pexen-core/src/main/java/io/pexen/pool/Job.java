package io.pexen.pool;

/** Work for the workers of a pool, such as a run. A job that several workers shall do together is given several times. */
public interface Job {

    /**
     * Does the work, on the worker's thread; returns when nothing is left to do, or, if {@link Worker#isWanted}, soon, so that
     * other jobs get their share. Throws nothing.
     */
    void run(Worker worker);

    /** Says that no worker will come, since the pool was closed. Called by whoever closes it. Throws nothing. */
    void drop();

    /** How many tasks of the job wait for a worker, for metrics. May be called from any thread. */
    int waiting();
}
