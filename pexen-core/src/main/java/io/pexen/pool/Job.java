package io.pexen.pool;

/** What a run has a worker do. Exactly one of the two methods is called, once. */
public interface Job {

    /** Does the work, on the worker's thread. Throws nothing. */
    void run(Worker worker);

    /** Says that no worker will run the job, since the pool was closed. Called by whoever closes it. Throws nothing. */
    void drop();
}
