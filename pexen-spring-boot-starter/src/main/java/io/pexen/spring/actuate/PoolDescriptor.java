package io.pexen.spring.actuate;

import io.pexen.pool.PoolStats;
import io.pexen.pool.WorkerPool;

/**
 * A pool and its current figures.
 *
 * @param name its name
 * @param closed whether it is closed
 * @param workers the number of workers
 * @param busy how many workers are executing a task
 * @param utilization the fraction of workers that are executing a task
 * @param spare how many tasks a run hands out ahead of a free worker
 * @param spareUsed how many tasks wait in the pool for a worker
 * @param spareUtilization the fraction of the spare in use
 */
record PoolDescriptor(
        String name,
        boolean closed,
        int workers,
        int busy,
        double utilization,
        int spare,
        int spareUsed,
        double spareUtilization) {

    static PoolDescriptor of(WorkerPool pool) {
        PoolStats stats = pool.stats();
        return new PoolDescriptor(
                pool.name(),
                pool.isClosed(),
                stats.workers(),
                stats.busy(),
                stats.utilization(),
                stats.spare(),
                stats.spareUsed(),
                stats.spareUtilization());
    }
}
