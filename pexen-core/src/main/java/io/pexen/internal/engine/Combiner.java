package io.pexen.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

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

    boolean isHeld() {
        return held;
    }
}
