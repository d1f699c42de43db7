package io.pexen.benchmarks.engine;

import java.util.function.BooleanSupplier;

/**
 * A bounded queue of numbers from 0, whose threads spin for a moment and then park while it is full or empty. A thread
 * that finds it full waits until half of it is free, so that threads do not wake each other for each item.
 */
final class BlockingRing {

    private final Ring ring;
    private final Parking notEmpty = new Parking();
    private final Parking notFull = new Parking();
    private final BooleanSupplier hasItem;
    private final BooleanSupplier isHalfEmpty;

    /** A queue with this capacity, which must be a power of two. */
    BlockingRing(int capacity) {
        ring = new Ring(capacity);
        hasItem = ring::hasItem;
        isHalfEmpty = ring::isHalfEmpty;
    }

    /** Adds an item when there is room. */
    void put(int item) {
        while (!ring.offer(item)) {
            notFull.await(isHalfEmpty);
        }
        notEmpty.signal();
    }

    /** Takes the oldest item as soon as there is one. */
    int take() {
        int item = ring.poll();
        while (item < 0) {
            notEmpty.await(hasItem);
            item = ring.poll();
        }
        if (ring.isHalfEmpty()) {
            notFull.signal();
        }
        return item;
    }
}
