package io.pexen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The right to move a run, which one thread has at a time. What it wrote before it gave the turn back, the next one sees.
 * Nobody waits for it: who does not get it leaves what it has to who has it, and that one looks again after giving it back.
 */
final class Turn extends Padded {

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

    void giveBack() {
        taken = false;
    }

    boolean isTaken() {
        return taken;
    }
}
