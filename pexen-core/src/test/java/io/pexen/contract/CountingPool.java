package io.pexen.contract;

import io.pexen.pool.Job;
import io.pexen.pool.PoolStats;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A pool of threads that counts what is dispatched to it, and can be waited for. */
final class CountingPool implements WorkerPool {

    private final ThreadWorkerPool pool;
    private final AtomicInteger dispatched = new AtomicInteger();
    private final AtomicInteger consumed = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    CountingPool(int workers, int spare) {
        pool = new ThreadWorkerPool(workers, spare);
    }

    @Override
    public void execute(Job job) {
        int open = dispatched.incrementAndGet() - consumed.get();
        most.accumulateAndGet(open, Math::max);
        pool.execute(job);
    }

    /** Notes that a result was consumed. */
    void consumed() {
        consumed.incrementAndGet();
    }

    int dispatched() {
        return dispatched.get();
    }

    /** The most tasks that were dispatched and not consumed at one moment. */
    int most() {
        return most.get();
    }

    /** Returns when each worker has done with all that was dispatched so far, and with what it does after a task. */
    void settle() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(workers());
        for (int i = 0; i < workers(); i++) {
            pool.execute(new Job() {
                @Override
                public void run(Worker worker) {
                    arrived.countDown();
                    try {
                        arrived.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void drop() {
                    arrived.countDown();
                }
            });
        }
        arrived.await();
    }

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
