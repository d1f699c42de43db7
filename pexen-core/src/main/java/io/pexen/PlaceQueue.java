package io.pexen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Places in the order of dispatch: one thread at a time adds, any number of threads take. A ring with two counters that
 * only grow, so that a taker which read an entry too late finds the counter changed, and reads again.
 *
 * <p>It never overflows, since a run has no more places than the ring has room for, and none is in two queues at once.
 */
final class PlaceQueue extends Padded {

    private static final VarHandle ENTRY = MethodHandles.arrayElementVarHandle(Place[].class);
    private static final VarHandle TAKEN;
    private static final VarHandle ADDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAKEN = lookup.findVarHandle(PlaceQueue.class, "taken", long.class);
            ADDED = lookup.findVarHandle(PlaceQueue.class, "added", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Place[] ring;
    private final int mask;

    /** How many have been taken, ever. */
    private volatile long taken;
    /** How many have been added, ever. Written by who adds. */
    private volatile long added;

    PlaceQueue(int capacity) {
        ring = new Place[Integer.highestOneBit(Math.max(2, capacity * 2 - 1))];
        mask = ring.length - 1;
    }

    /** To be called by one thread at a time, and each must see what the one before did. */
    void add(Place place) {
        long at = (long) ADDED.get(this);
        ENTRY.setOpaque(ring, (int) at & mask, place);
        ADDED.setRelease(this, at + 1);
    }

    /** How many are here; a moment later there may be fewer, and more only by who adds. */
    int size() {
        long from = taken;
        return (int) Math.max(0, added - from);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Takes the first, or null if there is none. */
    @Nullable
    Place take() {
        while (true) {
            long at = taken;
            if (at >= added) {
                return null;
            }
            Place first = (Place) ENTRY.getOpaque(ring, (int) at & mask);
            if (TAKEN.compareAndSet(this, at, at + 1)) {
                return first;
            }
        }
    }

    /** Takes the first, and moves up to {@code more} that follow it to another queue, of which the caller is who adds. */
    @Nullable
    Place take(int more, PlaceQueue rest) {
        while (true) {
            long at = taken;
            int count = (int) Math.min(more + 1L, added - at);
            if (count <= 0) {
                return null;
            }
            Place first = (Place) ENTRY.getOpaque(ring, (int) at & mask);
            long end = (long) ADDED.get(rest);
            for (int i = 1; i < count; i++) { // read before it is known whether they can be had: later is too late
                ENTRY.setOpaque(
                        rest.ring, (int) end++ & rest.mask, (Place) ENTRY.getOpaque(ring, (int) (at + i) & mask));
            }
            if (TAKEN.compareAndSet(this, at, at + count)) {
                ADDED.setRelease(rest, end);
                return first;
            }
        }
    }
}
