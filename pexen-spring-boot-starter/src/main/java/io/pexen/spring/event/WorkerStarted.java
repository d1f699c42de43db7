package io.pexen.spring.event;

import java.time.Duration;

/**
 * Published when a worker process is ready, on the thread of the pool that has started it.
 *
 * @param pool the name of the pool
 * @param worker the name of the worker, {@code <pool>-<number>}, as in the log
 * @param pid the process id
 * @param took the time from its start until it was ready
 */
public record WorkerStarted(String pool, String worker, long pid, Duration took) {}
