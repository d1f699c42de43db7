package io.pexen.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.internal.Daemons;
import io.pexen.internal.Nanos;
import io.pexen.pool.Job;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.PoolStats;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose workers are child JVMs: for memory limits, native code, crashes that must not spread, tasks that must not share
 * statics.
 *
 * <pre>{@code
 * try (WorkerPool pool = ProcessWorkerPool.builder().workers(4).maxHeap("512m").build()) {
 *     List<TaskRes> all = sched.runAll(pool);
 * }
 * }</pre>
 *
 * <p><b>What travels.</b> The body of a task, its kwargs, its shared state, and back the shared state, the result and the exception.
 * Lambdas and method references are serializable if all that they capture is. A task whose body is not is supplied by a {@link
 * Builder#source}, to parent and child alike. A task whose body or kwargs cannot travel is refused when a run starts. Later
 * problems are told in the result, see {@link TransferException}. What tasks put into the shared state arrives as a copy, each value
 * for itself.
 *
 * <p><b>Workers</b> are started when tasks need them, with the class path and the Java of this JVM, and are then kept. One that
 * dies takes one task with it, whose result has a {@link WorkerLostException}, and is replaced. Tasks handed out ahead ({@code
 * spare}) wait in this JVM. When this JVM dies, however it does, its workers end. What they print is logged, as {@code
 * io.pexen.worker}.
 *
 * <p>Design: this is a {@link ThreadWorkerPool} whose threads, in place of executing a task, take a process that is idle, send it the
 * task, and wait for the answer.
 */
public final class ProcessWorkerPool implements WorkerPool {

    /** The smallest {@link Builder#messageLimit} in bytes, 64 KB: so there is room to say what does not fit. */
    public static final int SMALLEST_MESSAGE_LIMIT = 1 << 16;

    private static final AtomicInteger POOLS = new AtomicInteger();

    /** How many problems a message lists. */
    private static final int MOST_PROBLEMS = 10;

    /** How many workers a task is sent to that end before they begin with it. */
    private static final int MOST_WORKERS = 3;

    private final String name;
    private final Duration gracePeriod;
    private final ClassLoader contextClassLoader;
    private final ThreadWorkerPool threads;
    private final Sources sources;
    private final PayloadSerializer serializer;
    private final int messageLimit;
    private final Figures figures = new Figures();
    private final Children children;

    /** How many workers execute a task. */
    private final AtomicInteger busy = new AtomicInteger();

    private final AtomicLong requests = new AtomicLong();
    private volatile boolean closed;

    /**
     * Worker processes with the settings of this JVM.
     *
     * @param workers the number of processes, at least 1
     * @param spare how many tasks a run hands out ahead of a free worker, at least 0
     */
    public ProcessWorkerPool(int workers, int spare) {
        this(builder().workers(workers).spare(spare));
    }

    private ProcessWorkerPool(Builder builder) {
        name = builder.name != null ? builder.name : "pexen-process-" + POOLS.incrementAndGet();
        gracePeriod = builder.gracePeriod;
        contextClassLoader = builder.contextClassLoader;
        threads = ThreadWorkerPool.builder()
                .name(name)
                .workers(builder.workers)
                .spare(builder.spare)
                .threadFactory(ChildWorker::new)
                .gracePeriod(Duration.ofNanos(Nanos.of(gracePeriod))
                        .plusSeconds(5)) // workers that do not heed interrupts are killed by then
                .build();
        sources = new Sources(builder.sources);
        serializer = Sources.create(builder.serializer, "a serializer");
        messageLimit = builder.messageLimit;
        children = new Children(
                name,
                builder.launch(),
                serializer,
                figures,
                List.copyOf(builder.listeners),
                builder.tasksPerWorker,
                gracePeriod,
                contextClassLoader);
    }

    /** A pool with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int workers() {
        return threads.workers();
    }

    @Override
    public int spare() {
        return threads.spare();
    }

    @Override
    public void requireExecutable(List<Task> tasks) {
        List<String> problems = new ArrayList<>();
        int count = 0;
        for (Task task : tasks) {
            for (String problem : Request.problems(task, sources, serializer, messageLimit)) {
                if (++count <= MOST_PROBLEMS) {
                    problems.add("task \"" + task.id() + "\": " + problem);
                }
            }
        }
        if (count > 0) {
            throw new PexenException(
                    "pool \"" + name + "\" executes tasks in other processes, and these cannot travel:\n  "
                            + String.join("\n  ", problems)
                            + (count > MOST_PROBLEMS ? "\n  and " + (count - MOST_PROBLEMS) + " more" : "")
                            + "\nmake what the body captures serializable, or have a task source supply the task to parent and child"
                            + " (ProcessWorkerPool.builder().source(...)), or run it on a ThreadWorkerPool");
        }
    }

    @Override
    public void execute(Job job) {
        if (closed) {
            throw new PoolClosedException(this);
        }
        threads.execute(new ChildJob(job));
    }

    @Override
    public @Nullable Worker worker() {
        return Thread.currentThread() instanceof ChildWorker worker && worker.pool() == this ? worker : null;
    }

    @Override
    public PoolStats stats() {
        PoolStats stats = threads.stats();
        return new PoolStats(stats.workers(), busy.get(), stats.spare(), stats.spareUsed());
    }

    /** Figures of the worker processes. */
    public ProcessPoolStats processStats() {
        return figures.stats(children.live());
    }

    /** Why no worker can be started at present; empty if none was needed, or the last start went well. */
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
            children.awaitEnd(gracePeriod);
        } else { // the caller has a worker process taken, which ends when it gives that back
            Daemons.daemon(name + "-closer", contextClassLoader, () -> children.awaitEnd(gracePeriod))
                    .start();
        }
    }

    @Override
    public String toString() {
        return "ProcessWorkerPool[name=" + name + ", workers=" + workers() + ", spare=" + spare() + "]";
    }

    /** A job as the threads see it; equal if the job is the same, so that figures count it once. */
    private record ChildJob(Job job) implements Job {

        @Override
        public void run(Worker thread) {
            ChildWorker worker = (ChildWorker) Thread.currentThread();
            worker.thread = thread;
            job.run(worker);
        }

        @Override
        public void drop(PexenException why) {
            job.drop(why);
        }

        @Override
        public int waiting() {
            return job.waiting();
        }
    }

    /**
     * A thread of the pool, and the process that executes its task. An interrupt goes to that process, if there is one: so it
     * reaches the task, and leaves the connection open (Goetz and others, Java Concurrency in Practice, 7.1.6).
     */
    private final class ChildWorker extends Thread implements Worker {

        /** Itself, as its pool of threads sees it. Of this thread. */
        private @Nullable Worker thread;

        private final Object lock = new Object();
        /** The child that executes a task; null if none does. */
        @GuardedBy("lock")
        private @Nullable Child child;

        /** The number of the request that it executes. */
        @GuardedBy("lock")
        private long number;

        /** The last request that a child was told to cancel. */
        @GuardedBy("lock")
        private long cancelled;

        ChildWorker(Runnable body) {
            super(null, body, name, 0, false);
            Daemons.setUp(this, contextClassLoader);
        }

        ProcessWorkerPool pool() {
            return ProcessWorkerPool.this;
        }

        @Override
        public TaskRes run(TaskContext context) {
            long mine = requests.incrementAndGet();
            busy.incrementAndGet();
            try {
                Outgoing request = Request.encode(mine, context, sources, serializer, messageLimit);
                for (int attempt = 1; attempt <= MOST_WORKERS; attempt++) {
                    TaskRes res = send(mine, request, context);
                    if (res != null) {
                        return res;
                    }
                }
                throw new WorkerStartException(
                        "the last " + MOST_WORKERS
                                + " workers ended when they were ready, and before they began with the task",
                        null);
            } catch (TransferException | WorkerStartException e) {
                return new TaskRes(context.task(), context.shared(), null, e);
            } finally {
                busy.decrementAndGet();
            }
        }

        /** Has a worker execute the task; null if that ended before it began. */
        private @Nullable TaskRes send(long mine, Outgoing request, TaskContext context) {
            Child taken = children.take();
            try {
                begin(taken, mine);
                return taken.execute(mine, request, context);
            } finally {
                end();
                children.giveBack(taken);
            }
        }

        /**
         * From now on an interrupt goes to the child. One that came before, while there was none, or to a child that ended before it
         * began, keeps the task from being sent.
         */
        private void begin(Child taken, long mine) {
            synchronized (lock) {
                if (Thread.interrupted() || cancelled == mine || closed) {
                    throw new WorkerStartException("the task was cancelled before it was sent to a worker", null);
                }
                taken.begin(mine);
                child = taken;
                number = mine;
            }
        }

        private void end() {
            synchronized (lock) {
                child = null;
            }
        }

        @Override
        public void interrupt() {
            Child executing;
            long its;
            synchronized (lock) {
                executing = child;
                its = number;
                if (executing == null) {
                    super.interrupt(); // seen by begin, or cleared with the end of the task
                } else {
                    cancelled = its;
                }
            }
            if (executing != null) {
                cancel(executing, its);
            }
        }

        /** The request has been sent, or will be: the child notes what it is to interrupt. */
        private void cancel(Child executing, long its) {
            executing.cancel(its);
            children.afterGracePeriod(() -> executing.killIfRunning(
                    its, "its task did not heed an interrupt within " + gracePeriod + ", so it was killed"));
        }

        private Worker thread() {
            return Objects.requireNonNull(thread, "it does a job");
        }

        @Override
        public boolean isWanted() {
            return thread().isWanted();
        }

        @Override
        public boolean isReplaceable() {
            return thread().isReplaceable();
        }

        @Override
        public void waits() {
            thread().waits();
        }

        @Override
        public void goesOn() {
            thread().goesOn();
        }
    }

    /** Settings of a pool; those not set have the defaults that are told. */
    public static final class Builder {

        private @Nullable String name;
        private int workers = 1;
        private int spare = 1;
        private Duration gracePeriod = Duration.ofSeconds(5);
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
        private ClassLoader contextClassLoader = ProcessWorkerPool.class.getClassLoader();

        private Builder() {}

        /** The name in logs and metrics; {@code pexen-process-<number>} by default. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** The number of worker processes, at least 1; 1 by default. */
        public Builder workers(int workers) {
            if (workers < 1) {
                throw new IllegalArgumentException("workers must be >= 1, was " + workers);
            }
            this.workers = workers;
            return this;
        }

        /** How many tasks a run hands out ahead of a free worker, at least 0; 1 by default. They wait in this JVM. */
        public Builder spare(int spare) {
            if (spare < 0) {
                throw new IllegalArgumentException("spare must be >= 0, was " + spare);
            }
            this.spare = spare;
            return this;
        }

        /**
         * How long a task that is interrupted, since its run or the pool is closed, has to heed that, before its process is killed; 5
         * seconds by default. A duration that is too long to count means as long as it takes: nothing is killed then.
         */
        public Builder gracePeriod(Duration gracePeriod) {
            if (gracePeriod.isNegative()) {
                throw new IllegalArgumentException("gracePeriod must not be negative, was " + gracePeriod);
            }
            this.gracePeriod = gracePeriod;
            return this;
        }

        /** How long a process may take until it is ready; 60 seconds by default. */
        public Builder startTimeout(Duration startTimeout) {
            if (startTimeout.isNegative() || startTimeout.isZero()) {
                throw new IllegalArgumentException("startTimeout must be positive, was " + startTimeout);
            }
            this.startTimeout = startTimeout;
            return this;
        }

        /** After how many tasks a process is replaced by a new one; 0, the default, for never. */
        public Builder tasksPerWorker(int tasksPerWorker) {
            if (tasksPerWorker < 0) {
                throw new IllegalArgumentException("tasksPerWorker must be >= 0, was " + tasksPerWorker);
            }
            this.tasksPerWorker = tasksPerWorker;
            return this;
        }

        /**
         * The largest message, in bytes, that is sent or accepted, at least {@link #SMALLEST_MESSAGE_LIMIT}; 256 MB by default.
         */
        public Builder messageLimit(int bytes) {
            if (bytes < SMALLEST_MESSAGE_LIMIT) {
                throw new IllegalArgumentException(
                        "messageLimit must be >= " + SMALLEST_MESSAGE_LIMIT + " bytes, was " + bytes);
            }
            this.messageLimit = bytes;
            return this;
        }

        /** The largest heap of a worker, as {@code -Xmx} takes it, such as {@code 512m}; by default what its JVM chooses. */
        public Builder maxHeap(String maxHeap) {
            if (!maxHeap.matches("[1-9][0-9]*[kKmMgG]?")) {
                throw new IllegalArgumentException(
                        "maxHeap must be a size as -Xmx takes it, such as 512m, was \"" + maxHeap + "\"");
            }
            this.maxHeap = maxHeap;
            return this;
        }

        /** Arguments for the JVM of a worker, such as {@code -XX:+UseSerialGC} or {@code -Dkey=value}; none by default. */
        public Builder jvmArguments(String... jvmArguments) {
            this.jvmArguments = List.copyOf(Arrays.asList(jvmArguments));
            return this;
        }

        /** Sets a variable in the environment of workers, which is that of this JVM otherwise. */
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
         * The class that workers run, and its arguments; {@link ProcessWorker} by default. Its {@code main} has to call {@link
         * ProcessWorker#start} first, and in the end {@link ProcessWorker#serve}.
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
         * Registers a class that supplies tasks: a {@link TaskSource}, or one whose methods carry {@link
         * io.pexen.task.PexenTask}. Parent and child each make one by its constructor without arguments, and the child executes
         * its own task of the same id.
         */
        public Builder source(Class<?> source) {
            sources.add(source);
            return this;
        }

        /** Adds a listener, which is told of workers that start and end. */
        public Builder listener(WorkerListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * The context class loader of the threads in this JVM, which call serializers and listeners; by default the loader of pexen's
         * own classes.
         */
        public Builder contextClassLoader(ClassLoader contextClassLoader) {
            this.contextClassLoader = contextClassLoader;
            return this;
        }

        /**
         * A pool with these settings. No process is started before it is needed.
         *
         * @throws PexenException if a source or the serializer cannot be made
         */
        public ProcessWorkerPool build() {
            return new ProcessWorkerPool(this);
        }

        private Launch launch() {
            List<String> all = new ArrayList<>();
            if (maxHeap != null) {
                all.add("-Xmx" + maxHeap);
            }
            all.addAll(jvmArguments);
            return new Launch(
                    mainClass,
                    classPath,
                    List.copyOf(all),
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
