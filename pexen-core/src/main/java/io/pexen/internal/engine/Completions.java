package io.pexen.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Slots whose tasks have ended: any thread adds, and one thread at a time polls. A lock-free stack (Treiber, Systems
 * Programming: Coping with Parallelism, 1986) whose links are in the slots, so adding allocates nothing. Slots are
 * removed only all at once, so none can be removed and added again unnoticed between a read of the top and its swap.
 */
final class Completions extends Padded {

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Completions.class, "top", Slot.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Slot top;

    /** Removed from the stack and not polled yet, the oldest first. Owned by the polling thread. */
    private @Nullable Slot oldest;

    void add(Slot slot) {
        Slot next;
        do {
            next = top;
            slot.next = next;
        } while (!TOP.compareAndSet(this, next, slot));
    }

    /** Whether nothing has been added since all slots were removed from the stack. */
    boolean isEmpty() {
        return top == null;
    }

    /** The slot that was added first, or null if there is none. To be called by one thread at a time. */
    @Nullable
    Slot poll() {
        if (oldest == null && top != null) {
            takeAll();
        }
        Slot slot = oldest;
        if (slot != null) {
            oldest = slot.next;
            slot.next = null;
        }
        return slot;
    }

    private void takeAll() {
        Slot slot = (Slot) TOP.getAndSet(this, null);
        while (slot != null) {
            Slot next = slot.next;
            slot.next = oldest;
            oldest = slot;
            slot = next;
        }
    }
}
