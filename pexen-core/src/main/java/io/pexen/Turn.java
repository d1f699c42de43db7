package io.pexen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to move a run, which one thread has at a time. What it wrote before it gave the turn back, the next one sees.
 * Nobody waits for it: who does not get it leaves what it has to who has it, and that one looks again after giving it back.
 */
final class Turn extends Padded {

    /** How long a thread that cannot go on without the turn leaves it to another one before it looks again. */
    private static final long PAUSE_NANOS = 50_000;

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Turn.class, "taken", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean taken;

    /** Takes the turn if nobody has it. */
    boolean take() {
        return TAKEN.compareAndSet(this, false, true);
    }

    /** Takes the turn as soon as it is free. For who must end the run, while another thread has the turn for a moment. */
    void await() {
        boolean interrupted = false;
        while (!take()) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves the processor to who has the turn, maybe for long, since listeners are called in it. */
    void pauseWhileTaken() {
        if (taken) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    void giveBack() {
        taken = false;
    }

    boolean isTaken() {
        return taken;
    }
}
