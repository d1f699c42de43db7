package io.pexen.process;

import java.time.Duration;

/**
 * Notified about the worker processes of a pool. Called by several threads of the pool at once; should return soon.
 * Exceptions are logged.
 */
public interface WorkerListener {

    /**
     * A worker process is ready.
     *
     * @param pool the name of the pool
     * @param worker the name of the worker, {@code <pool>-<number>}
     * @param pid the process id
     * @param took the time from its start until it was ready
     */
    default void workerStarted(String pool, String worker, long pid, Duration took) {}

    /**
     * A worker process has ended.
     *
     * @param exitStatus the exit status of the process; 128 plus the number of the signal if one has ended it
     */
    default void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {}
}
