package io.pexen.test;

import io.pexen.pool.Job;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.PoolStats;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;

/**
 * A pool of one worker, which is the thread that drives the run. So a run is deterministic: tasks execute one after
 * another, in the order of their dispatch, while the caller waits for results.
 *
 * <p>So tasks see what is bound to the caller's thread: the transaction of the test, its user, its thread-locals. In
 * production they see none of that. To find a task that relies on it, use {@link SingleThreadPool}.
 *
 * <p>May be used by several threads; each then works for itself.
 */
public final class CallerThreadPool implements WorkerPool {

    private volatile boolean closed;

    /** A worker on the calling thread. */
    private record CallingWorker(Thread thread) implements Worker {

        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void interrupt() {
            thread.interrupt();
        }
    }

    @Override
    public String name() {
        return "caller";
    }

    @Override
    public int workers() {
        return 1;
    }

    @Override
    public int spare() {
        return 0;
    }

    /** Nothing to do: a thread that drives a run, and is a worker, takes the jobs of the run itself. */
    @Override
    public void execute(Job job) {
        if (closed) {
            throw new PoolClosedException(this);
        }
    }

    @Override
    public Worker worker() {
        return new CallingWorker(Thread.currentThread());
    }

    @Override
    public PoolStats stats() {
        return new PoolStats(1, 0, 0, 0);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
