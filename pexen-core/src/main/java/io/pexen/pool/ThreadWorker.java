package io.pexen.pool;

import io.pexen.task.Task;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A thread of a pool, and what it executes. {@code busy} is written by the worker itself and read by metrics. */
final class ThreadWorker implements Worker, Runnable {

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

    private final Jobs jobs;
    private final @Nullable TaskWrapper wrapper;

    /** Set before the thread starts. */
    private @Nullable Thread thread;

    /** How many tasks it executes: more than one if a task drives an inner run. Written by the worker alone. */
    private int busy;

    /** What a worker needs of its pool; called on the worker's thread. */
    interface Jobs {

        /** Runs the jobs of the pool until there are none for this worker; then it does not count as a worker. */
        void work(ThreadWorker worker);

        /** Whether other jobs wait for a worker. */
        boolean isWanted();

        /** The task of the worker waits for others. */
        void blocked(ThreadWorker worker);

        /** The task of the worker may continue; returns when there is room for it, or the thread is interrupted. */
        void unblocked(ThreadWorker worker);
    }

    ThreadWorker(Jobs jobs, @Nullable TaskWrapper wrapper) {
        this.jobs = jobs;
        this.wrapper = wrapper;
    }

    /** The worker of this pool that the current thread is; null if it is none. */
    @SuppressWarnings("ReferenceEquality") // pools have no other identity
    static @Nullable ThreadWorker current(Jobs jobs) {
        ThreadWorker worker = CURRENT.get();
        return worker != null && worker.jobs == jobs ? worker : null;
    }

    void thread(Thread newThread) {
        thread = newThread;
    }

    Thread thread() {
        return Objects.requireNonNull(thread);
    }

    boolean isBusy() {
        return (int) BUSY.getOpaque(this) > 0;
    }

    private void busy(int tasks) {
        BUSY.setOpaque(this, tasks);
    }

    @Override
    public void run() {
        CURRENT.set(this);
        jobs.work(this);
        CURRENT.remove();
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

    private static TaskRes wrapped(TaskWrapper by, TaskContext context) {
        try {
            return by.execute(context, () -> Task.execute(context));
        } catch (Throwable e) {
            return new TaskRes(context.task(), context.shared(), null, e);
        }
    }

    @Override
    public boolean isWanted() {
        return jobs.isWanted();
    }

    @Override
    public boolean isReplaceable() {
        return true;
    }

    @Override
    public void blocked() {
        jobs.blocked(this);
    }

    @Override
    public void unblocked() {
        jobs.unblocked(this);
    }

    @Override
    public void interrupt() {
        thread().interrupt();
    }
}
