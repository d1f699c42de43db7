package io.pexen.process;

import java.time.Duration;

/**
 * Is told of the worker processes of a pool. Called by threads of the pool, several at once; should return soon. What it throws is
 * logged.
 */
public interface WorkerListener {

    /**
     * A worker process is ready.
     *
     * @param pool the name of the pool
     * @param worker its name, {@code <pool>-<number>}
     * @param pid the number of the process
     * @param took from its start until it was ready
     */
    default void workerStarted(String pool, String worker, long pid, Duration took) {}

    /**
     * A worker process has ended.
     *
     * @param exitStatus of the process; 128 and the number of the signal if one has ended it
     */
    default void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {}
}
