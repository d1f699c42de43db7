package io.pexen.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.internal.Daemons;
import io.pexen.pool.Job;
import io.pexen.pool.PoolConfig;
import io.pexen.pool.Worker;
import io.pexen.task.PexenException;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the pool, and the process that executes its task. An interrupt goes to that process, if there is one, so
 * it reaches the task and leaves the connection open (Goetz and others, Java Concurrency in Practice, 7.1.6).
 */
final class ChildWorker extends Thread implements Worker {

    /** How many workers a task is sent to that end before they begin with it. */
    private static final int MOST_WORKERS = 3;

    private final Shared shared;

    /** This worker, as the pool of threads sees it. Used by this thread only. */
    private @Nullable Worker thread;

    private final Object lock = new Object();

    /** The child that executes a task; null if none does. */
    @GuardedBy("lock")
    private @Nullable Child child;

    /** The number of the request that the child executes. */
    @GuardedBy("lock")
    private long number;

    /** The last request that a child was ordered to cancel. */
    @GuardedBy("lock")
    private long cancelled;

    /**
     * What the workers of a pool share.
     *
     * @param busy how many of them execute a task
     * @param requests the number of the last request
     */
    record Shared(
            PoolConfig config,
            Children children,
            GraceTimer timer,
            Sources sources,
            PayloadSerializer serializer,
            int messageLimit,
            AtomicInteger busy,
            AtomicLong requests) {

        Shared(
                PoolConfig config,
                Children children,
                GraceTimer timer,
                Sources sources,
                PayloadSerializer serializer,
                int messageLimit) {
            this(config, children, timer, sources, serializer, messageLimit, new AtomicInteger(), new AtomicLong());
        }
    }

    /** A job as the threads see it; equal if the job is the same, so that stats count it once. */
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

    ChildWorker(Runnable body, Shared shared) {
        super(null, body, shared.config.name(), 0, false);
        this.shared = shared;
        Daemons.setUp(this, shared.config.contextClassLoader());
    }

    /** The job, to be run by a thread that is a {@code ChildWorker}. */
    static Job job(Job job) {
        return new ChildJob(job);
    }

    /** The worker of the pool with these children that the current thread is; null if it is none. */
    @SuppressWarnings("ReferenceEquality") // pools have no other identity
    static @Nullable ChildWorker current(Children children) {
        return Thread.currentThread() instanceof ChildWorker worker && worker.shared.children == children
                ? worker
                : null;
    }

    @Override
    public TaskRes run(TaskContext context) {
        long mine = shared.requests.incrementAndGet();
        shared.busy.incrementAndGet();
        try {
            Outgoing request = Request.encode(mine, context, shared.sources, shared.serializer, shared.messageLimit);
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
            shared.busy.decrementAndGet();
        }
    }

    /** Has a child execute the task; null if the child ended before it began. */
    private @Nullable TaskRes send(long mine, Outgoing request, TaskContext context) {
        Child taken = shared.children.take();
        try {
            begin(taken, mine);
            return taken.execute(mine, request, context);
        } finally {
            end();
            shared.children.giveBack(taken);
        }
    }

    /**
     * From now on an interrupt goes to the child. An earlier one, which came while there was no child, or went to a
     * child that ended before it began, keeps the task from being sent.
     */
    private void begin(Child taken, long mine) {
        synchronized (lock) {
            if (Thread.interrupted() || cancelled == mine || shared.children.isClosed()) {
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
        shared.timer.afterGracePeriod(() -> executing.killIfRunning(
                its,
                "its task did not respond to an interrupt within " + shared.config.gracePeriod()
                        + ", so it was killed"));
    }

    private Worker thread() {
        return Objects.requireNonNull(thread, "it runs a job");
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
    public void blocked() {
        thread().blocked();
    }

    @Override
    public void unblocked() {
        thread().unblocked();
    }
}
