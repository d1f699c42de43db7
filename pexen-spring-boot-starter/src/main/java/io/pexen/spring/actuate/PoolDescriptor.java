package io.pexen.spring.actuate;

import io.pexen.pool.PoolStats;
import io.pexen.pool.WorkerPool;

/**
 * A pool and its figures of this moment.
 *
 * @param name its name
 * @param closed whether it was closed
 * @param workers the number of workers
 * @param busy how many of them execute a task
 * @param utilization the part of them that does
 * @param spare how many tasks a run hands out ahead of a free worker
 * @param spareUsed how many tasks wait in the pool for a worker
 * @param spareUtilization the part of the spare that is used
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
