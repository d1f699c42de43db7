package io.pexen.pool;

import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool of workers, on which runs execute their tasks; the SPI for other places to execute tasks.
 *
 * <p>A pool has a fixed number of workers and gives each the next {@link Job} in the order in which they came. A run is
 * a job: it requests workers by {@link #execute}, and at most {@link #workers} work for it at a time. A worker stays
 * with the run as long as it finds tasks there and no other job waits. Many runs may use a pool, one after another and
 * at the same time; its owner closes it.
 *
 * <p>All methods may be called from any thread. Implementations must pass {@code WorkerPoolTest}, the test suite of
 * pools: above all, each call of {@link #execute} ends in exactly one call of {@link Job#run} or {@link Job#drop},
 * whatever jobs do and whenever the pool is closed.
 */
public interface WorkerPool extends AutoCloseable {

    /** The name in logs, metrics and threads. */
    String name();

    /**
     * The number of workers that work at a time, at least 1; those that are {@linkplain Worker#blocked() blocked} do
     * not count.
     */
    int workers();

    /** How many tasks a run dispatches ahead of a free worker, at least 0. */
    int spare();

    /**
     * Refuses tasks that the pool cannot execute, with all problems at once. Called when a run starts, before anything
     * is dispatched. A pool that executes bodies in this JVM can execute all tasks.
     *
     * @throws PexenException if there are such tasks; it names them, and says what to change
     */
    default void requireExecutable(List<Task> tasks) {}

    /**
     * Has a worker run the job as soon as one is free and earlier jobs have been taken. Returns at once. A job that is
     * passed several times is run as often, at the same time if there are workers.
     *
     * @throws PoolClosedException if the pool is closed; then the job is neither run nor dropped
     * @throws PexenException if the pool has no worker for the job and can start none, with the reason as the cause;
     *     then the job is neither run nor dropped
     */
    void execute(Job job);

    /**
     * The worker that the calling thread is. A worker of this pool that waits for an inner run must work for it, or a
     * pool of one worker would wait for itself forever.
     *
     * @return null if the calling thread is no worker of this pool
     */
    @Nullable
    Worker worker();

    /** The figures of this moment. */
    PoolStats stats();

    /** Whether {@link #close} was called. */
    boolean isClosed();

    /**
     * Refuses further jobs, drops those that no worker has begun, interrupts those that run, and returns when the
     * workers have ended or a grace period is over. Closing twice is harmless. Called on a worker of the pool, for
     * example by a task or a listener, it does not wait, because others may wait for just that worker; the worker is
     * interrupted too.
     */
    @Override
    void close();
}
