package io.pexen.benchmarks.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** A bounded queue of numbers from 0 for any threads: Dmitry Vyukov, "Bounded MPMC queue", 1024cores.net, 2010. */
final class Ring {

    /** Returned if the queue was empty. */
    static final int NONE = -1;

    private final int[] items;

    /** For each cell, the position at which it may be filled, or one more than the position at which it was filled. */
    private final AtomicLongArray turns;

    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** A queue with this capacity, which must be a power of two. */
    Ring(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two, was " + capacity);
        }
        items = new int[capacity];
        turns = new AtomicLongArray(capacity);
        for (int cell = 0; cell < capacity; cell++) {
            turns.setPlain(cell, cell);
        }
    }

    /** Adds an item, unless the queue is full. */
    boolean offer(int item) {
        while (true) {
            long position = tail.get();
            int cell = cell(position);
            long behind = turns.get(cell) - position;
            if (behind == 0 && tail.compareAndSet(position, position + 1)) {
                items[cell] = item;
                turns.setRelease(cell, position + 1);
                return true;
            }
            if (behind < 0) {
                return false;
            }
        }
    }

    /** Takes the oldest item. */
    int poll() {
        while (true) {
            long position = head.get();
            int cell = cell(position);
            long behind = turns.get(cell) - (position + 1);
            if (behind == 0 && head.compareAndSet(position, position + 1)) {
                int item = items[cell];
                turns.setRelease(cell, position + items.length);
                return item;
            }
            if (behind < 0) {
                return NONE;
            }
        }
    }

    /** Whether the next cell to take is filled. */
    boolean hasItem() {
        long position = head.get();
        return turns.get(cell(position)) > position;
    }

    /** Whether at most half of the cells are in use. */
    boolean isHalfEmpty() {
        return tail.get() - head.get() <= items.length / 2;
    }

    private int cell(long position) {
        return (int) position & (items.length - 1);
    }
}
