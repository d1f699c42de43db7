package io.pexen.test;

import io.pexen.pool.Job;
import io.pexen.pool.PoolStats;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * A pool of one worker, which is a thread of the pool. A run is as deterministic as with {@link CallerThreadPool}:
 * tasks execute one after another, in the same order. But they do so on another thread, as in production: a
 * transaction, a security context or any other thread-local of the test is not there, so a task that relies on it fails
 * in the test.
 *
 * <p>It has no spare: while a result is processed, no task executes. The tasks of a sched that a task runs execute on
 * the thread of that task, or on another thread of the pool while it waits.
 *
 * <p>May be used by several threads; their runs take turns. Close it, or let the Spring context of which it is a bean
 * close it; its thread is a daemon.
 */
public final class SingleThreadPool implements WorkerPool {

    private final WorkerPool pool =
            ThreadWorkerPool.builder().name("single").workers(1).spare(0).build();

    @Override
    public String name() {
        return pool.name();
    }

    @Override
    public int workers() {
        return pool.workers();
    }

    @Override
    public int spare() {
        return pool.spare();
    }

    @Override
    public void execute(Job job) {
        pool.execute(job);
    }

    @Override
    public @Nullable Worker worker() {
        return pool.worker();
    }

    @Override
    public PoolStats stats() {
        return pool.stats();
    }

    @Override
    public boolean isClosed() {
        return pool.isClosed();
    }

    @Override
    public void close() {
        pool.close();
    }
}
