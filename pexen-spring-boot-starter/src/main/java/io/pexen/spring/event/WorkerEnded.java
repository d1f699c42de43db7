package io.pexen.spring.event;

import io.pexen.process.WorkerEnd;

/**
 * Published when a worker process has ended, by a thread of the pool. It is replaced when a task needs it.
 *
 * @param pool the name of the pool
 * @param worker its name, {@code <pool>-<number>}, as in the log
 * @param reason why it ended
 * @param exitStatus of the process; 128 and the number of the signal if one has ended it
 */
public record WorkerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {}
