package io.pexen.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.internal.Nanos;
import io.pexen.pool.PoolConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes of a pool. Takes one that is idle, the latest first, or starts one. Because each is taken by a
 * thread of the pool, there are never more processes than threads.
 *
 * <p>A thread whose worker cannot be started waits for the next try, which {@link Starts} allows, or for another worker
 * to become idle, whichever comes first. Waiting threads are served in their order, before a thread that has just given
 * a worker back. So tasks fail only while the pool is down: when no worker lives, and none can be started.
 */
final class Children {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.worker");

    private final String pool;
    private final Launch launch;
    private final PayloadSerializer serializer;
    private final Figures figures;
    private final Listeners listeners;
    private final int tasksPerWorker;
    private final ClassLoader contextClassLoader;
    private final GraceTimer timer;

    private final AtomicInteger names = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    /** For waiting threads: a worker is idle or has ended, a start has ended, the queue has moved, this is closed. */
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final ArrayDeque<Child> idle = new ArrayDeque<>();
    /** All whose process has not ended. */
    @GuardedBy("lock")
    private final Set<Child> live = new HashSet<>();

    /** Those whose process ended before they were added to {@link #live}. */
    @GuardedBy("lock")
    private final Set<Child> endedEarly = new HashSet<>();

    /** One for each thread that waits for a worker. */
    @GuardedBy("lock")
    private final ArrayDeque<Object> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Starts starts;

    // Written under lock, read by any thread.
    private volatile boolean closed;

    Children(
            PoolConfig config,
            Launch launch,
            PayloadSerializer serializer,
            Figures figures,
            Listeners listeners,
            int tasksPerWorker,
            GraceTimer timer) {
        this.pool = config.name();
        this.launch = launch;
        this.serializer = serializer;
        this.figures = figures;
        this.listeners = listeners;
        this.tasksPerWorker = tasksPerWorker;
        this.contextClassLoader = config.contextClassLoader();
        starts = new Starts(Nanos.of(launch.startTimeout()));
        this.timer = timer;
    }

    /**
     * Takes a worker that is ready; waits until there is one.
     *
     * @throws WorkerStartException if the pool is down or closed, or the thread is interrupted; its interrupt status is
     *     preserved
     */
    Child take() {
        boolean first = false;
        while (true) {
            int round;
            lock.lock();
            try {
                Child child = awaitIdle(first);
                if (child != null) {
                    return child;
                }
                round = starts.begin();
            } finally {
                lock.unlock();
            }
            Child started = start(round);
            if (started != null) {
                return started;
            }
            first = true; // it has waited longest
        }
    }

    /** An idle worker when it is this thread's turn; null if one may be started. */
    @GuardedBy("lock")
    @SuppressWarnings("ReferenceEquality") // tickets have no other identity
    private @Nullable Child awaitIdle(boolean first) {
        Object ticket = new Object();
        if (first) {
            waiting.addFirst(ticket);
        } else {
            waiting.addLast(ticket);
        }
        try {
            while (true) {
                refuse();
                Child child = waiting.peekFirst() == ticket ? pollIdle() : null;
                long now = System.nanoTime();
                if (child != null || (idle.isEmpty() && starts.mayStart(now))) {
                    return child;
                }
                changed.awaitNanos(starts.pause(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerStartException("the task was cancelled while it waited for a worker", e);
        } finally {
            waiting.remove(ticket);
            wakeWaiting();
        }
    }

    @GuardedBy("lock")
    private @Nullable Child pollIdle() {
        Child child = idle.pollLast();
        while (child != null && !child.isUsable()) {
            child = idle.pollLast();
        }
        return child;
    }

    @GuardedBy("lock")
    private void wakeWaiting() {
        if (!waiting.isEmpty()) {
            changed.signalAll();
        }
    }

    /** Starts a worker; returns null if that failed, but may be tried again. */
    private @Nullable Child start(int round) {
        try {
            Child child = launch();
            startEnded(round, null);
            return child;
        } catch (WorkerStartException e) {
            if (startEnded(round, e)) {
                throw e;
            }
            return null;
        } catch (Throwable e) { // no memory
            startEnded(round, new WorkerStartException("pool \"" + pool + "\" cannot start a worker process: " + e, e));
            throw e;
        }
    }

    /** Notes how a start ended; returns whether the task fails with it. */
    private boolean startEnded(int round, @Nullable WorkerStartException failure) {
        boolean cancelled = failure != null && Thread.currentThread().isInterrupted();
        lock.lock();
        try {
            boolean wasDown = starts.down() != null;
            if (failure == null) {
                starts.succeeded();
            } else if (cancelled || closed) {
                starts.givenUp();
            } else {
                boolean otherLives = live.stream().anyMatch(Child::isReady);
                starts.failed(round, failure, otherLives, System.nanoTime());
                tellFailure(failure, wasDown);
            }
            wakeWaiting();
            return failure != null && (cancelled || closed || starts.down() != null);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void tellFailure(WorkerStartException failure, boolean wasDown) {
        if (starts.down() == null) {
            LOG.warn("pool \"{}\" will try again to start a worker: {}", pool, failure.getMessage());
        } else if (!wasDown) {
            LOG.error(
                    "pool \"{}\" is down, its tasks fail until a worker can be started: {}",
                    pool,
                    failure.getMessage());
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
        listeners.started(child.name(), child.pid(), Duration.ofNanos(took));
        return child;
    }

    private void add(Child child) {
        boolean late;
        lock.lock();
        try {
            if (!endedEarly.remove(child)) {
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

    /** Throws if there will be no worker soon, or the task is cancelled. */
    @GuardedBy("lock")
    private void refuse() {
        if (Thread.currentThread().isInterrupted()) {
            throw new WorkerStartException("the task was cancelled before a worker was started for it", null);
        }
        if (closed) {
            throw new WorkerStartException("pool \"" + pool + "\" is closed", null);
        }
        WorkerStartException down = starts.down();
        if (down != null && starts.refuses(System.nanoTime())) {
            throw new WorkerStartException(String.valueOf(down.getMessage()), down);
        }
    }

    /** Why the last start failed, if no worker lives and none could be started since; else null. */
    @Nullable
    WorkerStartException down() {
        lock.lock();
        try {
            return starts.down();
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
                wakeWaiting();
                return;
            }
            child.end(closed ? WorkerEnd.CLOSED : WorkerEnd.RECYCLED);
            if (!closed) {
                timer.afterGracePeriod(() -> child.kill(WorkerEnd.RECYCLED, null)); // in case its shutdown hooks hang
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended(Child child) {
        WorkerEnd reason = child.reason();
        lock.lock();
        try {
            if (!live.remove(child)) {
                endedEarly.add(child);
            }
            idle.remove(child);
            wakeWaiting();
        } finally {
            lock.unlock();
        }
        figures.ended(reason);
        LOG.debug("[{}] ended: {}, {}", child.name(), reason, WorkerLostException.exit(child.status()));
        listeners.ended(child.name(), reason, child.status());
    }

    boolean isClosed() {
        return closed;
    }

    /** Starts no more workers. Orders idle ones to end, and kills those that are not ready. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            idle.forEach(child -> child.end(WorkerEnd.CLOSED));
            idle.clear();
            live.forEach(Child::giveUpStart);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all processes have ended, at most for this time; then kills the remaining ones. */
    void awaitEnd(Duration atMost) {
        long deadline = System.nanoTime() + Nanos.of(atMost);
        for (Child child : live()) {
            child.awaitEnd(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        List<Child> left = live();
        left.forEach(child -> child.kill(WorkerEnd.CLOSED, "its pool was closed"));
        left.forEach(child -> child.awaitEnd(TimeUnit.SECONDS.toMillis(5)));
        timer.close();
    }

    /** The workers whose process has not ended. */
    List<Child> live() {
        lock.lock();
        try {
            return List.copyOf(live);
        } finally {
            lock.unlock();
        }
    }
}
