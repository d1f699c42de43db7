package io.pexen.pool;

import java.time.Duration;

/**
 * The settings that all pools have; immutable, and valid if made by a {@link PoolBuilder}.
 *
 * @param name the name in logs, metrics and threads
 * @param workers the number of workers, at least 1
 * @param spare how many tasks a run dispatches ahead of a free worker, at least 0
 * @param gracePeriod how long bodies have to respond to an interrupt
 * @param contextClassLoader the context class loader of the threads that the pool makes
 */
public record PoolConfig(String name, int workers, int spare, Duration gracePeriod, ClassLoader contextClassLoader) {}
