package io.pexen.pool;

/**
 * Figures of a pool at one moment, for metrics.
 *
 * @param workers the number of workers
 * @param busy how many of them execute a task and are not blocked
 * @param spare how many tasks a run dispatches ahead of a free worker
 * @param spareUsed how many tasks, of all runs together, are dispatched and wait for a free worker
 */
public record PoolStats(int workers, int busy, int spare, int spareUsed) {

    /** The part of the workers that execute a task, 0 to 1. */
    public double utilization() {
        return (double) busy / workers;
    }

    /** The part of the spare that is used, 0 to 1, more when several runs share the pool; 0 if there is none. */
    public double spareUtilization() {
        return spare == 0 ? 0 : (double) spareUsed / spare;
    }
}
