package io.pexen.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The request that a worker process executes. An interrupt that is meant for it reaches neither an earlier nor a later
 * one.
 */
final class CurrentRequest {

    /** The thread that executes the request; null if none is being executed. */
    @GuardedBy("this")
    private @Nullable Thread executing;

    @GuardedBy("this")
    private long current;

    /** The request that was cancelled last, which may not have begun yet. */
    @GuardedBy("this")
    private long cancelled;

    /** The calling thread begins to execute the request of this number. */
    synchronized void begin(long number) {
        Thread.interrupted(); // by a thread that an earlier task has left behind
        current = number;
        executing = Thread.currentThread();
        if (cancelled == number) {
            executing.interrupt();
        }
    }

    /** The calling thread has executed the request. */
    synchronized void end() {
        executing = null;
        Thread.interrupted(); // meant for the task, which has ended
    }

    /** Interrupts the request of this number: now if it is being executed, else when it begins. */
    synchronized void cancel(long number) {
        cancelled = number;
        if (executing != null && current == number) {
            executing.interrupt();
        }
    }
}
