package io.pexen.pool;

import io.pexen.internal.Daemons;
import io.pexen.internal.Nanos;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool whose workers are threads of this JVM, platform or virtual.
 *
 * <p>Threads are started when there is work for them, named {@code <pool>-<number>}, and are daemons: whoever drives a run
 * waits for it, so workers need not keep a JVM alive. They inherit nothing from the thread whose work happens to start them: no
 * {@link InheritableThreadLocal}, class loader or priority.
 *
 * <p>Design: jobs wait in one queue, guarded by {@code lock}; whoever adds a job wakes one idle worker, or starts a thread
 * while there are fewer than {@code workers}. A worker takes jobs until the pool is closed. As a job keeps its worker as long
 * as it has tasks, the queue is not met for each of them; {@code waiting} tells workers, without the lock, that it is not
 * empty. A worker whose task waits for others is <em>away</em>, and another one may work in its place, so what it waits for can
 * always be done; before it goes on it waits until fewer than {@code workers} work. Where a thread cannot be started, the pool goes
 * on with those it has; jobs are dropped when all of these are away. {@code busy} is written by the worker itself and read by metrics.
 */
public final class ThreadWorkerPool implements WorkerPool {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadWorkerPool.class);
    private static final AtomicInteger POOLS = new AtomicInteger();

    /** The worker that the current thread is, of whichever pool. */
    private static final ThreadLocal<@Nullable ThreadWorker> CURRENT = new ThreadLocal<>();

    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(ThreadWorker.class, "busy", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final int workers;
    private final int spare;
    private final boolean virtual;
    private final Duration gracePeriod;
    private final ThreadFactory threads;
    private final @Nullable TaskWrapper wrapper;

    private final ReentrantLock lock = new ReentrantLock();
    /** For idle workers: there is a job. */
    private final Condition work = lock.newCondition();
    /** For workers that want to go on: one may. */
    private final Condition room = lock.newCondition();

    // Guarded by lock.
    private final ArrayDeque<Job> queue = new ArrayDeque<>();
    private final Set<ThreadWorker> started = new LinkedHashSet<>();
    /** Those that take no more jobs, and whose threads have not ended, for all that is known. */
    private final ArrayDeque<ThreadWorker> ending = new ArrayDeque<>();

    private int names;
    private int idle;
    private int alive;
    /** Workers whose task waits for others. There may be as many more workers meanwhile. */
    private int away;
    /** Workers whose task could go on, but for others that work in their place. */
    private int returning;
    /** Why the last thread could not be started; null if it could. */
    private @Nullable Throwable startFailure;

    // Written under lock, read by any thread.
    private volatile boolean waiting;
    private volatile boolean closed;

    /** One platform thread, one spare. */
    public ThreadWorkerPool() {
        this(builder());
    }

    /**
     * Platform threads.
     *
     * @param workers the number of threads, at least 1
     * @param spare how many tasks a run hands out ahead of a free worker, at least 0
     */
    public ThreadWorkerPool(int workers, int spare) {
        this(builder().workers(workers).spare(spare));
    }

    private ThreadWorkerPool(Builder builder) {
        this.name = builder.name != null ? builder.name : "pexen-" + POOLS.incrementAndGet();
        this.workers = builder.workers;
        this.spare = builder.spare;
        this.virtual = builder.virtual;
        this.gracePeriod = builder.gracePeriod;
        this.threads = builder.threadFactory();
        this.wrapper = builder.taskWrapper;
    }

    /** A pool with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether this JVM has virtual threads: Java 21 and later. */
    public static boolean virtualThreadsAvailable() {
        return VirtualThreads.available();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public int spare() {
        return spare;
    }

    /** Whether the workers are virtual threads. */
    public boolean isVirtual() {
        return virtual;
    }

    @Override
    public void execute(Job job) {
        lock.lock();
        try {
            if (closed) {
                throw new PoolClosedException(this);
            }
            queue.add(job);
            tellWanted();
            callWorker();
            if (isStranded()) {
                queue.removeLast();
                tellWanted();
                throw cannotStart();
            }
        } finally {
            lock.unlock();
        }
    }

    // Under lock.

    /** How many workers do a job, and do not wait in it. */
    private int working() {
        return alive - idle - away;
    }

    private void tellWanted() {
        waiting = !queue.isEmpty() || returning > 0;
    }

    /** There may be room for one more worker that works: gives it to one that wants to go on, or has the next job done. */
    private void giveRoom() {
        if (returning > 0) {
            room.signal();
        } else if (!queue.isEmpty()) {
            callWorker();
        }
    }

    /** Has an idle worker look at the queue, or starts one if all will be busy and there may be more. */
    private void callWorker() {
        if (idle < queue.size() && alive - away < workers) {
            startWorker();
        } else {
            work.signal();
        }
    }

    private void startWorker() {
        while (!ending.isEmpty() && !ending.peek().thread().isAlive()) {
            ending.poll();
        }
        ThreadWorker worker = new ThreadWorker();
        try {
            Thread thread = Objects.requireNonNull(threads.newThread(worker), "the threadFactory returned null");
            thread.setName(name + "-" + (names + 1));
            worker.thread = thread;
            started.add(worker);
            alive++;
            thread.start();
            names++;
            startFailure = null;
        } catch (Throwable e) { // no more threads, or whatever a factory throws
            if (started.remove(worker)) {
                alive--;
            }
            boolean isNews = startFailure == null;
            startFailure = e;
            if (isNews && !isStranded()) {
                warn("pool \"{}\" cannot start another worker and goes on with {}", name, alive, e);
            }
        }
    }

    /** Whether jobs wait and no worker will ever come for them: all that live wait for others, and no more can be started. */
    private boolean isStranded() {
        return !queue.isEmpty() && alive == away && returning == 0;
    }

    private PexenException cannotStart() {
        return new PexenException(
                "pool \"" + name + "\" cannot start a thread, and has no worker that could do the work: "
                        + describe(startFailure)
                        + "; see to it that the process may have more threads (memory, ulimit -u, the pids limit of its"
                        + " container), lower the workers of its pools, or correct the threadFactory",
                startFailure);
    }

    /** The text of what a factory has thrown, which may throw itself. */
    private static String describe(@Nullable Throwable failure) {
        try {
            return String.valueOf(failure);
        } catch (RuntimeException | Error e) {
            return failure == null ? "unknown" : failure.getClass().getName();
        }
    }

    /** Takes the jobs that are stranded out of the queue; the caller drops them when it has let go of the lock. */
    private List<Job> takeStranded() {
        if (!isStranded()) {
            return List.of();
        }
        List<Job> stranded = List.copyOf(queue);
        queue.clear();
        tellWanted();
        return stranded;
    }

    /** Logs; an appender that fails must not take a worker, or a job, with it. */
    private static void warn(String text, @Nullable Object... arguments) {
        try {
            LOG.warn(text, arguments);
        } catch (Throwable e) {
            // nowhere to say it
        }
    }

    @Override
    public @Nullable Worker worker() {
        ThreadWorker worker = CURRENT.get();
        return worker != null && worker.pool() == this ? worker : null;
    }

    @Override
    public PoolStats stats() {
        lock.lock();
        try {
            int busy = 0;
            int spareUsed = 0;
            Set<Job> beingDone = new HashSet<>();
            for (ThreadWorker worker : started) {
                busy += worker.busy() > 0 && !worker.isAway ? 1 : 0;
                if (worker.job != null && beingDone.add(worker.job)) {
                    spareUsed += worker.job.waiting();
                }
            }
            for (Job job : queue) {
                spareUsed += beingDone.add(job) ? job.waiting() : 0;
            }
            return new PoolStats(workers, busy, spare, spareUsed);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        List<Job> dropped;
        List<ThreadWorker> workersThen;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            dropped = List.copyOf(queue);
            queue.clear();
            waiting = false;
            work.signalAll();
            room.signalAll();
            workersThen = new ArrayList<>(ending);
            workersThen.addAll(started);
            workersThen.forEach(ThreadWorker::interrupt);
        } finally {
            lock.unlock();
        }
        PoolClosedException why = new PoolClosedException(this);
        dropped.forEach(job -> job.drop(why));
        if (worker()
                == null) { // a worker cannot: others may wait for the task, or the turn, from which it closes the pool
            awaitWorkers(workersThen);
        }
    }

    private void awaitWorkers(List<ThreadWorker> workersThen) {
        long deadline = System.nanoTime() + Nanos.of(gracePeriod);
        int busyStill = 0;
        boolean interrupted = false;
        for (ThreadWorker worker : workersThen) {
            Thread thread = worker.thread();
            try {
                long left = interrupted ? 0 : Math.max(0, deadline - System.nanoTime());
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            busyStill += thread.isAlive() ? 1 : 0;
        }
        if (busyStill > 0) {
            warn(
                    "pool \"{}\" is closed, but {} of its workers still execute a task after a grace period of {}: bodies"
                            + " should heed interrupts",
                    name,
                    busyStill,
                    gracePeriod);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "ThreadWorkerPool[name=" + name + ", workers=" + workers + ", spare=" + spare + ", virtual=" + virtual
                + "]";
    }

    /** A thread and the jobs it does. */
    private final class ThreadWorker implements Worker, Runnable {

        /** Set before the thread starts. */
        private @Nullable Thread thread;

        /** The job that it does, the outermost if one is inside of another. Guarded by lock. */
        private @Nullable Job job;

        /** Whether its task waits for others. Guarded by lock. */
        private boolean isAway;

        /** How many tasks it executes: more than one if a task drives a run of its own. Written by the worker alone. */
        private int busy;

        int busy() {
            return (int) BUSY.getOpaque(this);
        }

        private void busy(int tasks) {
            BUSY.setOpaque(this, tasks);
        }

        ThreadWorkerPool pool() {
            return ThreadWorkerPool.this;
        }

        Thread thread() {
            return Objects.requireNonNull(thread);
        }

        @Override
        public void run() {
            CURRENT.set(this);
            for (Job next = take(); next != null; next = take()) {
                try {
                    next.run(this);
                } catch (Throwable e) { // which it must not, but other jobs wait for this worker
                    warn("pool \"{}\": a job threw; the worker goes on with others", name, e);
                }
            }
            CURRENT.remove();
        }

        /** The next job; null if there is none for this worker any more, which then does not count as alive. */
        private @Nullable Job take() {
            lock.lock();
            try {
                job = null;
                away -= isAway ? 1 : 0; // if a job threw in the midst of waiting
                isAway = false;
                idle++;
                giveRoom();
                while (!closed && (queue.isEmpty() || working() + returning >= workers) && !isLeftOver()) {
                    work.awaitUninterruptibly();
                }
                idle--;
                job = queue.poll();
                tellWanted();
                if (job == null) {
                    alive--;
                    started.remove(this);
                    ending.add(this);
                }
                return job;
            } finally {
                lock.unlock();
                // An interrupt belongs to the task it was meant for, and that has ended.
                Thread.interrupted();
            }
        }

        /** Whether there are workers enough without this one, since those in whose place it worked are back. */
        private boolean isLeftOver() {
            return queue.isEmpty() && alive - away > workers;
        }

        @Override
        public TaskRes run(TaskContext context) {
            busy(busy + 1);
            try {
                return wrapper == null ? Task.execute(context) : wrapped(wrapper, context);
            } finally {
                busy(busy - 1);
            }
        }

        private TaskRes wrapped(TaskWrapper by, TaskContext context) {
            try {
                return by.execute(context, () -> Task.execute(context));
            } catch (Throwable e) {
                return new TaskRes(context.task(), context.shared(), null, e);
            }
        }

        @Override
        public boolean isWanted() {
            return waiting;
        }

        @Override
        public boolean isReplaceable() {
            return true;
        }

        @Override
        public void waits() {
            List<Job> stranded;
            lock.lock();
            try {
                isAway = true;
                away++;
                giveRoom();
                stranded = takeStranded();
            } finally {
                lock.unlock();
            }
            if (!stranded.isEmpty()) {
                PexenException why = cannotStart();
                stranded.forEach(job -> job.drop(why));
            }
        }

        /** A task that is interrupted does not wait: it may be what others wait for, and is to end soon. */
        private void awaitRoom() {
            try {
                while (!closed && working() >= workers) {
                    room.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void goesOn() {
            lock.lock();
            try {
                returning++;
                tellWanted();
                awaitRoom();
                returning--;
                away--;
                isAway = false;
                tellWanted();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void interrupt() {
            thread().interrupt();
        }
    }

    /** Settings of a pool; those not set have the defaults of {@link ThreadWorkerPool#ThreadWorkerPool()}. */
    public static final class Builder {

        private @Nullable String name;
        private int workers = 1;
        private int spare = 1;
        private boolean virtual;
        private @Nullable ThreadFactory threadFactory;
        private @Nullable ClassLoader contextClassLoader;
        private @Nullable TaskWrapper taskWrapper;
        private Duration gracePeriod = Duration.ofSeconds(10);

        private Builder() {}

        /** The name in logs, metrics and threads; {@code pexen-<number>} by default. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** The number of threads, at least 1; 1 by default. */
        public Builder workers(int workers) {
            if (workers < 1) {
                throw new IllegalArgumentException("workers must be >= 1, was " + workers);
            }
            this.workers = workers;
            return this;
        }

        /** How many tasks a run hands out ahead of a free worker, at least 0; 1 by default. */
        public Builder spare(int spare) {
            if (spare < 0) {
                throw new IllegalArgumentException("spare must be >= 0, was " + spare);
            }
            this.spare = spare;
            return this;
        }

        /** Whether the workers are virtual threads, which needs Java 21; false by default. */
        public Builder virtual(boolean virtual) {
            if (virtual && !VirtualThreads.available()) {
                throw new IllegalArgumentException("virtual must be false on Java "
                        + Runtime.version().feature() + ": virtual threads need Java 21 or later");
            }
            this.virtual = virtual;
            return this;
        }

        /**
         * The context class loader of the workers; by default, or if null, the loader of pexen's own classes. Not for
         * threads of a {@link #threadFactory}.
         */
        public Builder contextClassLoader(@Nullable ClassLoader contextClassLoader) {
            this.contextClassLoader = contextClassLoader;
            return this;
        }

        /**
         * What makes the threads, which the pool then names; it must not return null. By default the pool makes daemons, or virtual
         * threads.
         *
         * <p>Whether its threads are daemons, and which context class loader and thread-locals they have, is up to the factory. A plain
         * {@code new Thread(body)} inherits the class loader and all {@link InheritableThreadLocal}s of the thread whose work happens
         * to start it, such as the user of a web request, and keeps them for the tasks of everybody else. So it should make them
         * with {@link Thread#Thread(ThreadGroup, Runnable, String, long, boolean)} and {@code inheritThreadLocals} false, and set the
         * class loader.
         */
        public Builder threadFactory(ThreadFactory threadFactory) {
            this.threadFactory = threadFactory;
            return this;
        }

        private ThreadFactory threadFactory() {
            if (threadFactory == null) {
                ClassLoader loader =
                        contextClassLoader != null ? contextClassLoader : ThreadWorkerPool.class.getClassLoader();
                return virtual ? VirtualThreads.factory(loader) : body -> Daemons.daemon("pexen", loader, body);
            }
            if (virtual) {
                throw new IllegalArgumentException(
                        "a pool has either virtual threads or a threadFactory, which may make virtual threads itself;"
                                + " set virtual(false) with a threadFactory");
            }
            if (contextClassLoader != null) {
                throw new IllegalArgumentException(
                        "a pool has either a contextClassLoader or a threadFactory, which sets that of its threads"
                                + " itself; set contextClassLoader(null) with a threadFactory");
            }
            return threadFactory;
        }

        /** What wraps the execution of each task on its worker's thread; nothing by default. */
        public Builder taskWrapper(@Nullable TaskWrapper taskWrapper) {
            this.taskWrapper = taskWrapper;
            return this;
        }

        /**
         * How long closing the pool waits for bodies to heed their interrupt; 10 seconds by default. A duration that is too long to
         * count, such as that of {@link java.time.temporal.ChronoUnit#FOREVER}, means as long as it takes.
         */
        public Builder gracePeriod(Duration gracePeriod) {
            if (gracePeriod.isNegative()) {
                throw new IllegalArgumentException("gracePeriod must not be negative, was " + gracePeriod);
            }
            this.gracePeriod = gracePeriod;
            return this;
        }

        /** Makes the pool. No thread is started yet. */
        public ThreadWorkerPool build() {
            return new ThreadWorkerPool(this);
        }
    }
}
