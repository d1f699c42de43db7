package io.pexen.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Slots in the order of dispatch: one thread at a time adds, and any number of threads take. A ring with two counters
 * that only grow, so a thread that read an entry too late finds the counter changed and reads again.
 *
 * <p>It never overflows, because a run has no more slots than the ring has room for, and no slot is in two queues at
 * once.
 */
final class SlotQueue extends Padded {

    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Slot[].class);
    private static final VarHandle TAKEN;
    private static final VarHandle ADDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAKEN = lookup.findVarHandle(SlotQueue.class, "taken", long.class);
            ADDED = lookup.findVarHandle(SlotQueue.class, "added", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Slot[] ring;
    private final int mask;

    /** How many have been taken, ever. */
    private volatile long taken;
    /** How many have been added, ever. Written by the adding thread. */
    private volatile long added;

    SlotQueue(int capacity) {
        ring = new Slot[Integer.highestOneBit(Math.max(2, capacity * 2 - 1))];
        mask = ring.length - 1;
    }

    /** To be called by one thread at a time; each must see what the previous one did. */
    void add(Slot slot) {
        long at = (long) ADDED.get(this);
        ENTRY.setOpaque(ring, (int) at & mask, slot);
        ADDED.setRelease(this, at + 1);
    }

    /**
     * How many slots are in the queue; a moment later there may be fewer, and only the adding thread makes them more.
     */
    int size() {
        long from = taken;
        return (int) Math.max(0, added - from);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Takes the first slot; null if there is none. */
    @Nullable
    Slot take() {
        while (true) {
            long at = taken;
            if (at >= added) {
                return null;
            }
            Slot first = (Slot) ENTRY.getOpaque(ring, (int) at & mask);
            if (TAKEN.compareAndSet(this, at, at + 1)) {
                return first;
            }
        }
    }

    /**
     * Takes the first slot and moves up to {@code more} of the following ones to another queue, to which only the
     * caller adds.
     */
    @Nullable
    Slot take(int more, SlotQueue rest) {
        while (true) {
            long at = taken;
            int count = (int) Math.min(more + 1L, added - at);
            if (count <= 0) {
                return null;
            }
            Slot first = (Slot) ENTRY.getOpaque(ring, (int) at & mask);
            long end = (long) ADDED.get(rest);
            for (int i = 1; i < count; i++) { // read before it is certain that they can be taken: later is too late
                ENTRY.setOpaque(
                        rest.ring, (int) end++ & rest.mask, (Slot) ENTRY.getOpaque(ring, (int) (at + i) & mask));
            }
            if (TAKEN.compareAndSet(this, at, at + count)) {
                ADDED.setRelease(rest, end);
                return first;
            }
        }
    }
}
