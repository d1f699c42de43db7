package io.pexen.pool;

import io.pexen.internal.Texts;
import io.pexen.task.PexenException;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Starts the threads of a pool, and knows why that fails. Plain state, guarded by the lock of {@link PoolThreads}. */
final class ThreadStarts {

    private final String pool;
    private final ThreadFactory factory;

    /** The number of the thread that was started last. */
    private int names;

    /** Why the last thread could not be started; null if it could. */
    private @Nullable Throwable failure;

    ThreadStarts(String pool, ThreadFactory factory) {
        this.pool = pool;
        this.factory = factory;
    }

    /** Starts the thread of a worker; returns false if it cannot be started. */
    boolean start(ThreadWorker worker) {
        try {
            Thread thread = Objects.requireNonNull(factory.newThread(worker), "the threadFactory returned null");
            thread.setName(pool + "-" + (names + 1));
            worker.thread(thread);
            thread.start();
            names++;
            failure = null;
        } catch (Throwable e) { // no more threads, or whatever a factory throws
            failure = e;
        }
        return failure == null;
    }

    /** Why the last thread could not be started; null if it could. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** What to throw, or to drop jobs with, when no thread can be started and there is no other worker. */
    PexenException cannotStart() {
        return new PexenException(
                "pool \"" + pool + "\" cannot start a thread, and has no worker that could do the work: "
                        + (failure == null ? "unknown" : Texts.of(failure))
                        + "; let the process have more threads (memory, ulimit -u, the pids limit of its container),"
                        + " lower the workers of its pools, or correct the threadFactory",
                failure);
    }
}
