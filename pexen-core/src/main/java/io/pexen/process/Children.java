package io.pexen.process;

import io.pexen.internal.Daemons;
import io.pexen.internal.Nanos;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes of a pool: takes one from those that are idle, the latest first, or starts one. As each is taken by a thread of
 * the pool, there are never more than those.
 *
 * <p>A process that ends before it is ready is started anew, twice, after a pause; then, or if it was not ready in time, the
 * pool is <em>down</em>: for some seconds each task fails at once, and then one is tried again.
 */
final class Children {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.worker");
    private static final int ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration DOWN = Duration.ofSeconds(5);

    private final String pool;
    private final Launch launch;
    private final PayloadSerializer serializer;
    private final Figures figures;
    private final List<WorkerListener> listeners;
    private final int tasksPerWorker;
    private final Duration gracePeriod;
    private final ClassLoader contextClassLoader;
    private final ScheduledThreadPoolExecutor timer;

    private final AtomicInteger names = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    /** The pool is closed, or goes down. */
    private final Condition stopped = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<Child> idle = new ArrayDeque<>();
    /** All whose process has not ended. */
    private final Set<Child> live = new HashSet<>();

    private boolean closed;
    private @Nullable WorkerStartException down;
    private long downUntil;

    Children(
            String pool,
            Launch launch,
            PayloadSerializer serializer,
            Figures figures,
            List<WorkerListener> listeners,
            int tasksPerWorker,
            Duration gracePeriod,
            ClassLoader contextClassLoader) {
        this.pool = pool;
        this.launch = launch;
        this.serializer = serializer;
        this.figures = figures;
        this.listeners = listeners;
        this.tasksPerWorker = tasksPerWorker;
        this.gracePeriod = gracePeriod;
        this.contextClassLoader = contextClassLoader;
        timer = new ScheduledThreadPoolExecutor(
                1, action -> Daemons.daemon(pool + "-timer", contextClassLoader, action));
    }

    /**
     * Takes a worker that is ready.
     *
     * @throws WorkerStartException if there is none to be had
     */
    Child take() {
        lock.lock();
        try {
            Child child = idle.pollLast();
            while (child != null && !child.isUsable()) {
                child = idle.pollLast();
            }
            if (child != null) {
                return child;
            }
        } finally {
            lock.unlock();
        }
        return startOne();
    }

    private Child startOne() {
        boolean wasDown = down() != null;
        for (int attempt = 1; ; attempt++) {
            refuse();
            try {
                Child child = launch();
                up();
                return child;
            } catch (WorkerStartException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e; // which says nothing of the next one
                }
                if (wasDown || attempt == ATTEMPTS || e.getCause() instanceof SocketTimeoutException) {
                    throw goDown(e);
                }
                pause(FIRST_PAUSE.multipliedBy(attempt));
            }
        }
    }

    private Child launch() {
        Child child;
        long began = System.nanoTime();
        try {
            child = new Child(
                    pool + "-" + names.incrementAndGet(), launch, serializer, figures, contextClassLoader, this::ended);
        } catch (IOException e) {
            throw new WorkerStartException("pool \"" + pool + "\" cannot start a worker process: " + e.getMessage(), e);
        }
        add(child);
        child.awaitReady();
        long took = System.nanoTime() - began;
        figures.started(took);
        LOG.debug("[{}] ready after {} ms, pid {}", child.name(), TimeUnit.NANOSECONDS.toMillis(took), child.pid());
        tell(listener -> listener.workerStarted(pool, child.name(), child.pid(), Duration.ofNanos(took)));
        return child;
    }

    private void add(Child child) {
        boolean late;
        lock.lock();
        try {
            if (!child.hasEnded) { // it may have, already
                live.add(child);
            }
            late = closed;
        } finally {
            lock.unlock();
        }
        if (late) {
            child.giveUpStart();
        }
    }

    /** Throws if nothing can be started now, or the task is cancelled. */
    private void refuse() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WorkerStartException("the task was cancelled before a worker was started for it", null);
        }
        lock.lock();
        try {
            if (closed) {
                throw new WorkerStartException("pool \"" + pool + "\" is closed", null);
            }
            if (down != null && System.nanoTime() - downUntil < 0) {
                throw new WorkerStartException(String.valueOf(down.getMessage()), down);
            }
        } finally {
            lock.unlock();
        }
    }

    private void up() {
        lock.lock();
        try {
            down = null;
        } finally {
            lock.unlock();
        }
    }

    private WorkerStartException goDown(WorkerStartException why) {
        lock.lock();
        try {
            if (!closed && down == null) {
                LOG.error(
                        "pool \"{}\" is down, its tasks fail until a worker can be started: {}",
                        pool,
                        why.getMessage());
            }
            down = why;
            downUntil = System.nanoTime() + DOWN.toNanos();
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
        return why;
    }

    private void pause(Duration duration) {
        lock.lock();
        try {
            long left = duration.toNanos();
            while (!closed && down == null && left > 0) {
                left = stopped.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and the next attempt is given up
        } finally {
            lock.unlock();
        }
    }

    /** Why the last start failed, if nothing could be started since; else null. */
    @Nullable
    WorkerStartException down() {
        lock.lock();
        try {
            return down;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back a worker that has been taken. */
    void giveBack(Child child) {
        boolean wornOut = tasksPerWorker > 0 && child.executed() >= tasksPerWorker;
        lock.lock();
        try {
            if (!child.isUsable()) {
                return;
            }
            if (!closed && !wornOut) {
                idle.addLast(child);
                return;
            }
            child.end(closed ? WorkerEnd.CLOSED : WorkerEnd.RECYCLED);
            if (!closed) {
                afterGracePeriod(() -> child.kill(WorkerEnd.RECYCLED, null)); // should its shutdown hooks hang
            }
        } finally {
            lock.unlock();
        }
    }

    /** Does something later; not if the pool has been closed by then. */
    @SuppressWarnings("FutureReturnValueIgnored") // killing throws nothing
    void afterGracePeriod(Runnable action) {
        long nanos = Nanos.of(gracePeriod);
        if (nanos == Nanos.FOREVER) {
            return;
        }
        try {
            timer.schedule(action, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("pool \"{}\" is closed, which kills its workers anyway", pool, e);
        } catch (OutOfMemoryError e) { // no more threads; whoever cancels a task has more to do than that
            LOG.warn("pool \"{}\" cannot start a thread, so a task that does not heed its interrupt goes on", pool, e);
        }
    }

    private void ended(Child child) {
        WorkerEnd reason = child.reason();
        lock.lock();
        try {
            child.hasEnded = true;
            live.remove(child);
            idle.remove(child);
        } finally {
            lock.unlock();
        }
        figures.ended(reason);
        LOG.debug("[{}] ended: {}, {}", child.name(), reason, WorkerLostException.exit(child.status()));
        tell(listener -> listener.workerEnded(pool, child.name(), reason, child.status()));
    }

    private void tell(Consumer<WorkerListener> message) {
        for (WorkerListener listener : listeners) {
            try {
                message.accept(listener);
            } catch (Throwable e) {
                LOG.warn(
                        "pool \"{}\": listener {} failed",
                        pool,
                        listener.getClass().getName(),
                        e);
            }
        }
    }

    int live() {
        lock.lock();
        try {
            return live.size();
        } finally {
            lock.unlock();
        }
    }

    /** No worker is started any more. Those that are idle are told to end, those that are not ready are killed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            stopped.signalAll();
            idle.forEach(child -> child.end(WorkerEnd.CLOSED));
            idle.clear();
            live.forEach(Child::giveUpStart);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all processes have ended, and kills those that have not by then. */
    void awaitEnd(Duration atMost) {
        long deadline = System.nanoTime() + Nanos.of(atMost);
        for (Child child : all()) {
            child.awaitEnd(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        List<Child> left = all();
        left.forEach(child -> child.kill(WorkerEnd.CLOSED, "its pool was closed"));
        left.forEach(child -> child.awaitEnd(TimeUnit.SECONDS.toMillis(5)));
        timer.shutdownNow();
    }

    private List<Child> all() {
        lock.lock();
        try {
            return List.copyOf(live);
        } finally {
            lock.unlock();
        }
    }
}
