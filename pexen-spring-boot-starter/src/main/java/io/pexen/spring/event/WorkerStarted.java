package io.pexen.spring.event;

import java.time.Duration;

/**
 * Published when a worker process is ready, by the thread of the pool that has started it.
 *
 * @param pool the name of the pool
 * @param worker its name, {@code <pool>-<number>}, as in the log
 * @param pid the number of the process
 * @param took from its start until it was ready
 */
public record WorkerStarted(String pool, String worker, long pid, Duration took) {}
