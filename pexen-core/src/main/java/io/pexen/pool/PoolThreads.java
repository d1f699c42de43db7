package io.pexen.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.task.PexenException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a pool, and the jobs that wait for them.
 *
 * <p>Jobs wait in one queue. Whoever adds a job wakes one idle worker, or starts a thread while fewer than
 * {@code workers} work. A worker takes jobs until the pool is closed. Because a job keeps its worker as long as it has
 * tasks, the lock is not needed for each task; {@code wanted} shows workers, without the lock, that jobs wait. While
 * the task of a worker waits for others, the worker is <em>blocked</em>, and another one may work in its place, so
 * whatever the task waits for can be done. Before it continues, it waits until fewer than {@code workers} work. If a
 * thread cannot be started, the pool continues with the threads that it has; when all of these are blocked, jobs are
 * dropped.
 */
final class PoolThreads implements ThreadWorker.Jobs {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.pool.ThreadWorkerPool");

    private final String name;
    private final int workers;
    private final @Nullable TaskWrapper wrapper;

    private final ReentrantLock lock = new ReentrantLock();
    /** For idle workers: a job waits. */
    private final Condition work = lock.newCondition();
    /** For workers that want to continue: one may. */
    private final Condition room = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Job> queue = new ArrayDeque<>();

    /** The workers that take jobs. */
    @GuardedBy("lock")
    private final Set<ThreadWorker> alive = new LinkedHashSet<>();

    /** Workers that take no more jobs, and whose threads may not have ended yet. */
    @GuardedBy("lock")
    private final ArrayDeque<ThreadWorker> ending = new ArrayDeque<>();

    /** The job that a worker runs; the outermost, if one is inside another. */
    @GuardedBy("lock")
    private final IdentityHashMap<ThreadWorker, Job> running = new IdentityHashMap<>();

    /** Workers whose task waits for others. There may be as many more workers meanwhile. */
    @GuardedBy("lock")
    private final Set<ThreadWorker> blocked = Collections.newSetFromMap(new IdentityHashMap<>());

    /** How many blocked workers could continue if no others worked in their place. */
    @GuardedBy("lock")
    private int returning;

    @GuardedBy("lock")
    private int idle;

    @GuardedBy("lock")
    private final ThreadStarts starts;

    // Written under lock, read by any thread.
    private volatile boolean wanted;
    private volatile boolean closed;

    PoolThreads(PoolConfig config, ThreadFactory factory, @Nullable TaskWrapper wrapper) {
        this.name = config.name();
        this.workers = config.workers();
        this.starts = new ThreadStarts(name, factory);
        this.wrapper = wrapper;
    }

    /**
     * Has a worker run the job.
     *
     * @return false if the pool is closed
     * @throws PexenException if there is no worker for the job, and none can be started
     */
    boolean execute(Job job) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            queue.add(job);
            updateWanted();
            requestWorker();
            if (isStranded()) {
                queue.removeLast();
                updateWanted();
                throw starts.cannotStart();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isWanted() {
        return wanted;
    }

    boolean isClosed() {
        return closed;
    }

    /** How many workers run a job and are not blocked in it. */
    @GuardedBy("lock")
    private int working() {
        return alive.size() - idle - blocked.size();
    }

    @GuardedBy("lock")
    private void updateWanted() {
        wanted = !queue.isEmpty() || returning > 0;
    }

    /**
     * One more worker may have room: lets one that wants to continue do so and, if there is room for more than those,
     * has the next job run.
     */
    @GuardedBy("lock")
    private void giveRoom() {
        if (returning > 0) {
            room.signal();
        }
        if (!queue.isEmpty() && hasRoom()) {
            requestWorker();
        }
    }

    /** Whether one more worker may run a job; those that want to continue go first. */
    @GuardedBy("lock")
    private boolean hasRoom() {
        return working() + returning < workers;
    }

    /** Starts a worker if all will be busy and there may be more; otherwise, or if that fails, wakes an idle one. */
    @GuardedBy("lock")
    private void requestWorker() {
        boolean needsMore = idle < queue.size() && alive.size() - blocked.size() < workers;
        if (!needsMore || !startWorker()) {
            work.signal();
        }
    }

    @GuardedBy("lock")
    private boolean startWorker() {
        while (!ending.isEmpty() && !ending.peek().thread().isAlive()) {
            ending.poll();
        }
        boolean isNews = starts.failure() == null;
        ThreadWorker worker = new ThreadWorker(this, wrapper);
        alive.add(worker);
        if (starts.start(worker)) {
            return true;
        }
        alive.remove(worker);
        if (isNews && !isStranded()) {
            warn("pool \"{}\" cannot start another worker and continues with {}", name, alive.size(), starts.failure());
        }
        return false;
    }

    /** Whether jobs wait that no worker will ever take: all workers are blocked, and no more can be started. */
    @GuardedBy("lock")
    private boolean isStranded() {
        return !queue.isEmpty() && alive.size() == blocked.size() && returning == 0;
    }

    @Override
    public void work(ThreadWorker worker) {
        for (Job next = next(worker); next != null; next = next(worker)) {
            try {
                next.run(worker);
            } catch (Throwable e) { // which it must not, but other jobs wait for this worker
                warn("pool \"{}\": a job threw; the worker continues with others", name, e);
            }
        }
    }

    /** The next job; null if there is none for this worker any more, which then takes no more jobs. */
    private @Nullable Job next(ThreadWorker worker) {
        lock.lock();
        try {
            running.remove(worker);
            blocked.remove(worker); // if a job threw while it was blocked
            idle++;
            giveRoom();
            while (!closed && (queue.isEmpty() || !hasRoom()) && !isSurplus()) {
                work.awaitUninterruptibly();
            }
            idle--;
            Job next = queue.poll();
            updateWanted();
            if (next == null) {
                alive.remove(worker);
                ending.add(worker);
            } else {
                running.put(worker, next);
            }
            return next;
        } finally {
            lock.unlock();
            // An interrupt belongs to the task that it was meant for, which has ended.
            Thread.interrupted();
        }
    }

    /** Whether there are workers enough without this one, because those in whose place it worked have returned. */
    @GuardedBy("lock")
    private boolean isSurplus() {
        return queue.isEmpty() && alive.size() - blocked.size() > workers;
    }

    @Override
    public void blocked(ThreadWorker worker) {
        List<Job> stranded = List.of();
        PexenException why = null;
        lock.lock();
        try {
            blocked.add(worker);
            giveRoom();
            if (isStranded()) {
                stranded = takeQueue();
                why = starts.cannotStart();
            }
        } finally {
            lock.unlock();
        }
        for (Job job : stranded) {
            job.drop(Objects.requireNonNull(why));
        }
    }

    /** Empties the queue; the caller drops the jobs when it has released the lock. */
    @GuardedBy("lock")
    private List<Job> takeQueue() {
        List<Job> jobs = List.copyOf(queue);
        queue.clear();
        updateWanted();
        return jobs;
    }

    @Override
    public void unblocked(ThreadWorker worker) {
        lock.lock();
        try {
            returning++;
            updateWanted();
            awaitRoom();
            returning--;
            blocked.remove(worker);
            updateWanted();
        } finally {
            lock.unlock();
        }
    }

    /** An interrupted task does not wait: others may wait for it, and it is to end soon. */
    @GuardedBy("lock")
    private void awaitRoom() {
        try {
            while (!closed && working() >= workers) {
                room.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The figures of this moment, of a pool with this spare. */
    PoolStats stats(int spare) {
        lock.lock();
        try {
            int busy = 0;
            for (ThreadWorker worker : alive) {
                busy += worker.isBusy() && !blocked.contains(worker) ? 1 : 0;
            }
            Set<Job> jobs = new HashSet<>(running.values());
            jobs.addAll(queue);
            int spareUsed = 0;
            for (Job job : jobs) {
                spareUsed += job.waiting();
            }
            return new PoolStats(workers, busy, spare, spareUsed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more jobs, and interrupts all workers.
     *
     * @return the jobs that waited, for the caller to drop; null if the pool was closed before
     */
    @Nullable
    List<Job> close() {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            closed = true;
            List<Job> waiting = List.copyOf(queue);
            queue.clear();
            wanted = false;
            work.signalAll();
            room.signalAll();
            ending.forEach(ThreadWorker::interrupt);
            alive.forEach(ThreadWorker::interrupt);
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** The threads that may not have ended yet. */
    List<Thread> threads() {
        lock.lock();
        try {
            List<Thread> threads = new ArrayList<>();
            ending.forEach(worker -> threads.add(worker.thread()));
            alive.forEach(worker -> threads.add(worker.thread()));
            return threads;
        } finally {
            lock.unlock();
        }
    }

    /** Logs; an appender that throws must stop neither a worker nor a job. */
    static void warn(String text, @Nullable Object... arguments) {
        try {
            LOG.warn(text, arguments);
        } catch (Throwable e) {
            // nowhere to say it
        }
    }
}
