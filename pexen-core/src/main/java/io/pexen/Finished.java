package io.pexen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Places whose tasks have ended: any thread adds, one at a time takes all. A stack without locks (Treiber, Systems
 * Programming: Coping with Parallelism, 1986) whose links are in the places, so adding allocates nothing; as only all
 * places together are taken, none can come back unseen between a look and a swap.
 */
final class Finished extends Padded {

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(Finished.class, "top", Place.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Place top;

    /** Taken and not polled yet, the oldest first. Owned by who polls. */
    private @Nullable Place oldest;

    void add(Place place) {
        Place below;
        do {
            below = top;
            place.below = below;
        } while (!TOP.compareAndSet(this, below, place));
    }

    /** Whether nothing has been added since all was taken. */
    boolean isEmpty() {
        return top == null;
    }

    /** The place that was added first, or null if there is none. To be called by one thread at a time. */
    @Nullable
    Place poll() {
        if (oldest == null && top != null) {
            takeAll();
        }
        Place place = oldest;
        if (place != null) {
            oldest = place.below;
            place.below = null;
        }
        return place;
    }

    private void takeAll() {
        Place place = (Place) TOP.getAndSet(this, null);
        while (place != null) {
            Place next = place.below;
            place.below = oldest;
            oldest = place;
            place = next;
        }
    }
}
