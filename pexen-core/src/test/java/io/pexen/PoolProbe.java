package io.pexen;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches that each task of one run is executed by the pool that it names, and that no pool has more tasks than it may.
 */
final class PoolProbe implements RunListener {

    private final ThreadWorkerPool own;
    private final Map<String, ThreadWorkerPool> named = new ConcurrentHashMap<>();
    /** By pool: the bodies that have begun, and whose results nobody has seen. */
    private final Map<ThreadWorkerPool, AtomicInteger> unseen = new ConcurrentHashMap<>();

    PoolProbe(ThreadWorkerPool own, List<ThreadWorkerPool> others) {
        this.own = own;
        others.forEach(pool -> named.put(pool.name(), pool));
    }

    /** Pools with 1 to 4 workers each, named by their numbers after a prefix that no other pool has. */
    static List<ThreadWorkerPool> pools(Random random, String prefix, int count, Duration grace) {
        List<ThreadWorkerPool> pools = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pools.add(ThreadWorkerPool.builder()
                    .name(prefix + i)
                    .workers(1 + random.nextInt(4))
                    .spare(random.nextInt(3))
                    .gracePeriod(grace)
                    .build());
        }
        return pools;
    }

    static List<String> names(List<ThreadWorkerPool> pools) {
        return pools.stream().map(ThreadWorkerPool::name).toList();
    }

    private ThreadWorkerPool poolOf(Task task) {
        return task.pool() == null ? own : named.getOrDefault(task.pool(), own);
    }

    private AtomicInteger unseen(Task task) {
        return unseen.computeIfAbsent(poolOf(task), any -> new AtomicInteger());
    }

    void begins(Task task, Collection<String> violations) {
        ThreadWorkerPool pool = poolOf(task);
        if (pool.worker() == null) {
            violations.add(task + " of " + pool + " runs in " + Thread.currentThread());
        }
        int now = unseen(task).incrementAndGet();
        if (now > pool.workers() + pool.spare()) {
            violations.add(now + " tasks are at " + pool);
        }
    }

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        unseen(res.task()).decrementAndGet();
    }
}
