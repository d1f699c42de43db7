package io.pexen.process;

import io.pexen.internal.Daemons;
import io.pexen.internal.Nanos;
import io.pexen.pool.Job;
import io.pexen.pool.PoolBuilder;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.PoolConfig;
import io.pexen.pool.PoolStats;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose workers are child JVMs: for memory limits, native code, crashes that must not spread, or tasks that must
 * not share static fields. {@snippet file="io/pexen/process/SnippetsTest.java" region="pool"}
 *
 * <p><b>What travels.</b> The body of a task, its kwargs and its shared state; back travel the shared state, the result
 * and the exception. Lambdas and method references are serializable if all that they capture is. A task whose body is
 * not serializable is supplied by a {@link Builder#source}, to parent and child alike. A task whose body or kwargs
 * cannot travel is refused when a run starts. Later problems are in the result, see {@link TransferException}. The
 * values of the shared state arrive as copies, each separate from the others.
 *
 * <p><b>Workers</b> are started when tasks need them, with the class path and the Java of this JVM, and are then kept.
 * A worker that dies fails one task, whose result has a {@link WorkerLostException}, and is replaced. Tasks that are
 * dispatched ahead ({@code spare}) wait in this JVM. When this JVM dies, for whatever reason, its workers end. Their
 * output is logged, by the logger {@code io.pexen.worker}.
 *
 * <p>Design: this is a {@link ThreadWorkerPool} whose threads, instead of executing a task, take an idle process, send
 * it the task, and wait for the answer.
 */
public final class ProcessWorkerPool implements WorkerPool {

    /** The smallest {@link Builder#messageLimit} in bytes, 64 KB: enough room to report what does not fit. */
    public static final int SMALLEST_MESSAGE_LIMIT = 1 << 16;

    private static final AtomicInteger POOLS = new AtomicInteger();

    private final PoolConfig config;
    private final ChildWorker.Shared shared;
    private final Children children;
    private final ThreadWorkerPool threads;
    private final Figures figures = new Figures();
    private volatile boolean closed;

    /**
     * Creates a pool of worker processes with the settings of this JVM.
     *
     * @param workers the number of processes, at least 1
     * @param spare how many tasks a run dispatches ahead of a free worker, at least 0
     */
    public ProcessWorkerPool(int workers, int spare) {
        this(builder().workers(workers).spare(spare));
    }

    private ProcessWorkerPool(Builder builder) {
        config = builder.poolConfig();
        Sources sources = new Sources(builder.sources);
        PayloadSerializer serializer = Sources.create(builder.serializer, "a serializer");
        GraceTimer timer = new GraceTimer(config);
        children = new Children(
                config,
                builder.launch(),
                serializer,
                figures,
                new Listeners(config.name(), builder.listeners),
                builder.tasksPerWorker,
                timer);
        shared = new ChildWorker.Shared(config, children, timer, sources, serializer, builder.messageLimit);
        threads = ThreadWorkerPool.builder()
                .name(config.name())
                .workers(config.workers())
                .spare(config.spare())
                .threadFactory(body -> new ChildWorker(body, shared))
                // Workers that do not respond to interrupts are killed by then.
                .gracePeriod(Duration.ofNanos(Nanos.of(config.gracePeriod())).plusSeconds(5))
                .build();
    }

    /** Starts the definition of a pool with other settings. */
    public static Builder builder() {
        return new Builder();
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

    @Override
    public void requireExecutable(List<Task> tasks) {
        Request.requireSendable(name(), tasks, shared.sources(), shared.serializer(), shared.messageLimit());
    }

    @Override
    public void execute(Job job) {
        if (closed) {
            throw new PoolClosedException(this);
        }
        threads.execute(ChildWorker.job(job));
    }

    @Override
    public @Nullable Worker worker() {
        return ChildWorker.current(children);
    }

    @Override
    public PoolStats stats() {
        PoolStats stats = threads.stats();
        return new PoolStats(stats.workers(), shared.busy().get(), stats.spare(), stats.spareUsed());
    }

    /** Figures of the worker processes. */
    public ProcessPoolStats processStats() {
        return figures.stats(children.live().size());
    }

    /** Why no worker can be started at present; empty if none was needed, or the last start succeeded. */
    public Optional<WorkerStartException> problem() {
        return Optional.ofNullable(children.down());
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        children.close();
        threads.close(); // which interrupts them
        if (worker() == null) {
            children.awaitEnd(config.gracePeriod());
        } else { // the caller has taken a worker process, which ends when it is given back
            Daemons.daemon(
                            name() + "-closer",
                            config.contextClassLoader(),
                            () -> children.awaitEnd(config.gracePeriod()))
                    .start();
        }
    }

    @Override
    public String toString() {
        return "ProcessWorkerPool[name=" + name() + ", workers=" + workers() + ", spare=" + spare() + "]";
    }

    /**
     * The settings of a pool. The name is {@code pexen-process-<number>} by default. The grace period is how long a
     * task that is interrupted, because its run or the pool is closed, has to respond before its process is killed; 5
     * seconds by default. If it is too long to count, nothing is killed. The threads in this JVM, whose context class
     * loader may be set, call serializers and listeners.
     */
    public static final class Builder extends PoolBuilder<Builder> {

        private Duration startTimeout = Duration.ofSeconds(60);
        private int tasksPerWorker;
        private int messageLimit = 1 << 28;
        private @Nullable String maxHeap;
        private String mainClass = ProcessWorker.class.getName();
        private String classPath = Launch.ownClassPath();
        private List<String> jvmArguments = List.of();
        private List<String> arguments = List.of();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private @Nullable Path workingDirectory;
        private Class<? extends PayloadSerializer> serializer = JavaSerializer.class;
        private final List<Class<?>> sources = new ArrayList<>();
        private final List<WorkerListener> listeners = new ArrayList<>();

        private Builder() {
            super(Duration.ofSeconds(5));
        }

        @Override
        protected String defaultName() {
            return "pexen-process-" + POOLS.incrementAndGet();
        }

        /** How long a process may take until it is ready; 60 seconds by default. */
        public Builder startTimeout(Duration startTimeout) {
            if (startTimeout.isNegative() || startTimeout.isZero()) {
                throw new IllegalArgumentException("startTimeout must be positive, was " + startTimeout);
            }
            this.startTimeout = startTimeout;
            return this;
        }

        /** The number of tasks after which a process is replaced by a new one; 0, the default, for never. */
        public Builder tasksPerWorker(int tasksPerWorker) {
            if (tasksPerWorker < 0) {
                throw new IllegalArgumentException("tasksPerWorker must be >= 0, was " + tasksPerWorker);
            }
            this.tasksPerWorker = tasksPerWorker;
            return this;
        }

        /**
         * The size of the largest message that is sent or accepted, in bytes; at least {@link #SMALLEST_MESSAGE_LIMIT};
         * 256 MB by default.
         */
        public Builder messageLimit(int bytes) {
            if (bytes < SMALLEST_MESSAGE_LIMIT) {
                throw new IllegalArgumentException(
                        "messageLimit must be >= " + SMALLEST_MESSAGE_LIMIT + " bytes, was " + bytes);
            }
            this.messageLimit = bytes;
            return this;
        }

        /**
         * The largest heap of a worker, in the syntax of {@code -Xmx}, for example {@code 512m}; chosen by its JVM by
         * default.
         */
        public Builder maxHeap(String maxHeap) {
            if (!maxHeap.matches("[1-9][0-9]*[kKmMgG]?")) {
                throw new IllegalArgumentException(
                        "maxHeap must be a size as -Xmx takes it, such as 512m, was \"" + maxHeap + "\"");
            }
            this.maxHeap = maxHeap;
            return this;
        }

        /**
         * Arguments for the JVM of a worker, for example {@code -XX:+UseSerialGC} or {@code -Dkey=value}; none by
         * default.
         */
        public Builder jvmArguments(String... jvmArguments) {
            this.jvmArguments = List.copyOf(Arrays.asList(jvmArguments));
            return this;
        }

        /** Sets a variable in the environment of workers, which is otherwise that of this JVM. */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** The working directory of workers; that of this JVM by default. */
        public Builder workingDirectory(Path workingDirectory) {
            this.workingDirectory = workingDirectory;
            return this;
        }

        /** The class path of workers; that of this JVM by default. */
        public Builder classPath(String classPath) {
            this.classPath = classPath;
            return this;
        }

        /**
         * The class that workers run, and its arguments; {@link ProcessWorker} by default. Its {@code main} has to call
         * {@link ProcessWorker#start} first, and in the end {@link ProcessWorker#serve}.
         */
        public Builder main(String mainClass, String... arguments) {
            this.mainClass = mainClass;
            this.arguments = List.copyOf(Arrays.asList(arguments));
            return this;
        }

        /** How kwargs, shared values and results are written; {@link JavaSerializer} by default. */
        public Builder serializer(Class<? extends PayloadSerializer> serializer) {
            this.serializer = serializer;
            return this;
        }

        /**
         * Registers a class that supplies tasks: a {@link TaskSource}, or one whose methods are annotated with
         * {@link io.pexen.task.PexenTask}. Parent and child each create one by its constructor without arguments, and
         * the child executes its own task of the same id.
         */
        public Builder source(Class<?> source) {
            sources.add(source);
            return this;
        }

        /** Adds a listener, which is notified of workers that start and end. */
        public Builder listener(WorkerListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Creates the pool. No process is started before it is needed.
         *
         * @throws PexenException if a source or the serializer cannot be instantiated
         */
        public ProcessWorkerPool build() {
            return new ProcessWorkerPool(this);
        }

        private PoolConfig poolConfig() {
            return config();
        }

        private Launch launch() {
            Stream<String> heap = Stream.ofNullable(maxHeap).map("-Xmx"::concat);
            return new Launch(
                    mainClass,
                    classPath,
                    Stream.concat(heap, jvmArguments.stream()).toList(),
                    arguments,
                    Map.copyOf(environment),
                    workingDirectory,
                    startTimeout,
                    serializer,
                    List.copyOf(sources),
                    messageLimit);
        }
    }
}
