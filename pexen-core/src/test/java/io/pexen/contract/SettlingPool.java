package io.pexen.contract;

import static org.awaitility.Awaitility.await;

import io.pexen.pool.Job;
import io.pexen.pool.PoolStats;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A pool of threads that can be waited for. */
final class SettlingPool implements WorkerPool {

    private final ThreadWorkerPool pool;

    SettlingPool(int workers, int spare) {
        pool = new ThreadWorkerPool(workers, spare);
    }

    @Override
    public void execute(Job job) {
        pool.execute(job);
    }

    /** Returns when all that was dispatched has ended, and each worker has done what it does after a task. */
    void settle() throws InterruptedException {
        await().until(() -> stats().busy() == 0 && stats().spareUsed() == 0);
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

                @Override
                public int waiting() {
                    return 0;
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
