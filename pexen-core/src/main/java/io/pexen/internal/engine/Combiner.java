package io.pexen.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock under which a run is moved: one thread at a time holds it, does the work that the others have queued, and
 * releases it (flat combining: Hendler, Incze, Shavit and Tzafrir, 2010). What a holder wrote before it released the
 * combiner is visible to the next holder.
 *
 * <p>Workers never wait for it: one that cannot acquire it leaves its completion to the holder, which looks for more
 * work after releasing the combiner.
 */
final class Combiner extends Padded {

    /** How long a thread that needs the combiner, or must leave it to another thread, pauses before it looks again. */
    private static final long PAUSE_NANOS = 50_000;

    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(Combiner.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the thread that holds the combiner does for all. */
    interface Work {

        /**
         * Processes all completions, and dispatches what they unlock. The thread holds the combiner.
         *
         * @param own a slot whose task the thread has completed and not added to the completions, or null
         * @param by the worker slot of the thread; null if it is not a worker of the run
         */
        void process(@Nullable Slot own, @Nullable WorkerSlot by);

        /**
         * Called by the same thread each time it has released the combiner.
         *
         * @param by the worker slot of the thread; null if it is not a worker of the run
         */
        void released(@Nullable WorkerSlot by);

        /** Whether there is something to process. May be called by any thread. */
        boolean needsMove();
    }

    private volatile boolean held;

    /** Acquires the combiner if no thread holds it. */
    boolean tryAcquire() {
        return HELD.compareAndSet(this, false, true);
    }

    /**
     * Acquires the combiner as soon as it is free, and preserves the interrupt status. For a thread that must end the
     * run while another thread holds the combiner for a moment.
     */
    void acquire() {
        boolean interrupted = false;
        while (!tryAcquire()) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Yields the processor to the holder for a moment; the holder may keep the combiner for long, because it calls
     * listeners.
     */
    void pauseWhileHeld() {
        if (held) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    void release() {
        held = false;
    }

    /**
     * Processes work as long as there is some; the thread holds the combiner, and has released it in the end. No work
     * is left behind: a thread that adds some tries to acquire the combiner afterwards, and the holder looks for more
     * after releasing it.
     */
    void drain(Work work, @Nullable Slot own, @Nullable WorkerSlot by) {
        Slot mine = own;
        do {
            try {
                work.process(mine, by);
            } finally {
                release();
            }
            mine = null;
            work.released(by);
        } while (work.needsMove() && tryAcquire());
    }

    /** Processes work if no other thread holds the combiner; otherwise returns false and leaves it to that thread. */
    boolean tryDrain(Work work, @Nullable WorkerSlot by) {
        if (!tryAcquire()) {
            return false;
        }
        drain(work, null, by);
        return true;
    }

    boolean isHeld() {
        return held;
    }
}
