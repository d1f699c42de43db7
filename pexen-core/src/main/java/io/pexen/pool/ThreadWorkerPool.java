package io.pexen.pool;

import io.pexen.internal.Daemons;
import io.pexen.internal.Nanos;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose workers are threads of this JVM, platform or virtual.
 *
 * <p>Threads are started when there is work for them, named {@code <pool>-<number>}, and are daemons: whoever drives a
 * run waits for it, so workers need not keep a JVM alive. They inherit nothing from the thread whose work happens to
 * start them: no {@link InheritableThreadLocal}, class loader or priority.
 */
public final class ThreadWorkerPool implements WorkerPool {

    private static final AtomicInteger POOLS = new AtomicInteger();

    private final PoolConfig config;
    private final boolean virtual;
    private final PoolThreads threads;

    /** Creates a pool with one platform thread and a spare of one. */
    public ThreadWorkerPool() {
        this(builder());
    }

    /**
     * Creates a pool of platform threads.
     *
     * @param workers the number of threads, at least 1
     * @param spare how many tasks a run dispatches ahead of a free worker, at least 0
     */
    public ThreadWorkerPool(int workers, int spare) {
        this(builder().workers(workers).spare(spare));
    }

    private ThreadWorkerPool(Builder builder) {
        ThreadFactory factory = builder.threadFactory();
        this.config = builder.config();
        this.virtual = builder.virtual;
        this.threads = new PoolThreads(config, factory, builder.taskWrapper);
    }

    /** Starts the definition of a pool with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether this JVM has virtual threads: Java 21 and later. */
    public static boolean virtualThreadsAvailable() {
        return VirtualThreads.available();
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public int workers() {
        return config.workers();
    }

    @Override
    public int spare() {
        return config.spare();
    }

    /** Whether the workers are virtual threads. */
    public boolean isVirtual() {
        return virtual;
    }

    @Override
    public void execute(Job job) {
        if (!threads.execute(job)) {
            throw new PoolClosedException(this);
        }
    }

    @Override
    public @Nullable Worker worker() {
        return ThreadWorker.current(threads);
    }

    @Override
    public PoolStats stats() {
        return threads.stats(config.spare());
    }

    @Override
    public boolean isClosed() {
        return threads.isClosed();
    }

    @Override
    public void close() {
        List<Job> dropped = threads.close();
        if (dropped == null) {
            return;
        }
        PoolClosedException why = new PoolClosedException(this);
        dropped.forEach(job -> job.drop(why));
        // A worker cannot wait: others may wait for its task, or for the combiner that it holds.
        if (worker() == null) {
            awaitEnd();
        }
    }

    /** Waits for the threads of the closed pool; warns if some have not ended within the grace period. */
    private void awaitEnd() {
        long deadline = System.nanoTime() + Nanos.of(config.gracePeriod());
        int busy = 0;
        boolean interrupted = false;
        for (Thread thread : threads.threads()) {
            try {
                long left = interrupted ? 0 : Math.max(0, deadline - System.nanoTime());
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            busy += thread.isAlive() ? 1 : 0;
        }
        if (busy > 0) {
            PoolThreads.warn(
                    "pool \"{}\" is closed, but {} of its workers still execute a task after a grace period of {}:"
                            + " bodies should respond to interrupts",
                    name(),
                    busy,
                    config.gracePeriod());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "ThreadWorkerPool[name=" + name() + ", workers=" + workers() + ", spare=" + spare() + ", virtual="
                + virtual + "]";
    }

    /**
     * The settings of a pool; those that are not set have the defaults of {@link ThreadWorkerPool#ThreadWorkerPool()}.
     * The name is {@code pexen-<number>} by default. The grace period is how long closing the pool waits for bodies; 10
     * seconds by default.
     */
    public static final class Builder extends PoolBuilder<Builder> {

        private boolean virtual;
        private @Nullable ThreadFactory threadFactory;
        private @Nullable TaskWrapper taskWrapper;

        private Builder() {
            super(Duration.ofSeconds(10));
        }

        @Override
        protected String defaultName() {
            return "pexen-" + POOLS.incrementAndGet();
        }

        /** Whether the workers are virtual threads, which need Java 21; false by default. */
        public Builder virtual(boolean virtual) {
            if (virtual && !VirtualThreads.available()) {
                throw new IllegalArgumentException("virtual must be false on Java "
                        + Runtime.version().feature() + ": virtual threads need Java 21 or later");
            }
            this.virtual = virtual;
            return this;
        }

        /**
         * Makes the threads, which the pool then names; must not return null. By default the pool makes daemons, or
         * virtual threads, with its context class loader.
         *
         * <p>The factory decides whether its threads are daemons, and which context class loader and thread-locals they
         * have. A plain {@code new Thread(body)} inherits the class loader and all {@link InheritableThreadLocal}s of
         * the thread whose work happens to start it, for example the user of a web request, and keeps them for the
         * tasks of everybody else. So a factory should use {@link Thread#Thread(ThreadGroup, Runnable, String, long,
         * boolean)} with {@code inheritThreadLocals} false, and set the class loader.
         */
        public Builder threadFactory(ThreadFactory threadFactory) {
            this.threadFactory = threadFactory;
            return this;
        }

        /** Wraps the execution of each task on its worker's thread; null, the default, for no wrapper. */
        public Builder taskWrapper(@Nullable TaskWrapper taskWrapper) {
            this.taskWrapper = taskWrapper;
            return this;
        }

        /**
         * Creates the pool. No thread is started yet.
         *
         * @throws IllegalArgumentException if there is a thread factory as well as virtual threads or a context class
         *     loader
         */
        public ThreadWorkerPool build() {
            return new ThreadWorkerPool(this);
        }

        private ThreadFactory threadFactory() {
            if (threadFactory == null) {
                ClassLoader loader = contextClassLoader();
                return virtual ? VirtualThreads.factory(loader) : body -> Daemons.daemon("pexen", loader, body);
            }
            if (virtual) {
                throw new IllegalArgumentException(
                        "a pool has either virtual threads or a threadFactory, which may make virtual threads itself;"
                                + " set virtual(false) with a threadFactory");
            }
            if (hasContextClassLoader()) {
                throw new IllegalArgumentException(
                        "a pool has either a contextClassLoader or a threadFactory, which sets that of its threads"
                                + " itself; set contextClassLoader(null) with a threadFactory");
            }
            return threadFactory;
        }
    }
}
