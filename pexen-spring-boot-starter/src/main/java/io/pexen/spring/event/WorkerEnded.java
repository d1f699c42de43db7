package io.pexen.spring.event;

import io.pexen.process.WorkerEnd;

/**
 * Published on a thread of the pool when a worker process has ended. The worker is replaced when a task needs it.
 *
 * @param pool the name of the pool
 * @param worker the name of the worker, {@code <pool>-<number>}, as in the log
 * @param reason why it ended
 * @param exitStatus the exit status of the process; 128 plus the number of the signal if a signal ended it
 */
public record WorkerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {}
