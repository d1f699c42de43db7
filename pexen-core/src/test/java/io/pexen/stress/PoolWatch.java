package io.pexen.stress;

import io.pexen.pool.ThreadWorkerPool;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool of a world, and what is seen of it: how many bodies are at work in it, and its threads. */
final class PoolWatch {

    final ThreadWorkerPool pool;
    private final boolean strict;
    private final Journal journal;
    private final AtomicInteger working = new AtomicInteger();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    /**
     * @param strict whether there are never more at work than there are workers: who is interrupted does not wait for
     *     room
     */
    PoolWatch(Plan.Pool plan, ThreadWorkerPool.Builder builder, Faults faults, boolean strict, Journal journal) {
        this.strict = strict;
        this.journal = journal;
        builder.workers(plan.workers()).spare(plan.spare());
        this.pool = plan.virtual()
                ? builder.virtual(true).build()
                : builder.threadFactory(faults.threads(recorded())).build();
    }

    private ThreadFactory recorded() {
        return body -> {
            Thread thread = new Thread(body);
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        };
    }

    /** A body begins, or goes on after a run inside of it. */
    void works(String who) {
        int now = working.incrementAndGet();
        if (strict && now > pool.workers()) {
            journal.violation("8.1", who + " is body " + now + " at work in " + pool, null);
        }
    }

    /** A body ends, or begins to drive a run. */
    void rests() {
        working.decrementAndGet();
    }

    boolean hasThreads() {
        return threads.stream().anyMatch(Thread::isAlive);
    }
}
