package io.pexen.internal.plan;

import java.util.Arrays;

/**
 * A binary heap of lanes, the lowest key first. While it has few lanes they are unordered, because examining all of
 * them costs less than keeping an order. A lane is in at most one heap at a time, so all heaps of a run share an
 * {@link Index}.
 */
final class LaneHeap {

    /** By lane: its key, and where it is. The heaps of one run share this. */
    static final class Index {
        final long[] key;
        /** The position in its heap. Undefined if the lane is in none. */
        final int[] position;
        /** Null if the lane is in no heap. */
        final LaneHeap[] heap;

        Index(int lanes) {
            key = new long[lanes];
            position = new int[lanes];
            heap = new LaneHeap[lanes];
        }

        /** Gives a lane a new key, wherever it is. */
        void rekey(int lane, long newKey) {
            long old = key[lane];
            key[lane] = newKey;
            if (heap[lane] != null && heap[lane].ordered) {
                if (newKey < old) {
                    heap[lane].up(position[lane]);
                } else {
                    heap[lane].down(position[lane]);
                }
            }
        }

        /** Removes a lane from its heap, if it is in one. */
        void remove(int lane) {
            if (heap[lane] != null) {
                heap[lane].removeAt(position[lane]);
            }
        }
    }

    /** A heap with more lanes than this becomes ordered, and remains so until it has fewer than half as many. */
    private static final int FEW = 32;

    private final Index index;
    private int[] lanes = new int[4];
    private int size;
    private boolean ordered;

    LaneHeap(Index index) {
        this.index = index;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The lane with the lowest key. */
    int peek() {
        return lanes[first()];
    }

    /** The lane at a position below {@link #size}. The positions of an unordered heap mean nothing. */
    int lane(int at) {
        return lanes[at];
    }

    /** Whether the heap has so many lanes that it is ordered. If not, examining each of them is cheap. */
    boolean isOrdered() {
        return ordered;
    }

    private int first() {
        if (ordered || size == 1) {
            return 0;
        }
        int first = 0;
        for (int at = 1; at < size; at++) {
            if (index.key[lanes[at]] < index.key[lanes[first]]) {
                first = at;
            }
        }
        return first;
    }

    /** Adds a lane that is in no heap. */
    void add(int lane) {
        if (size == lanes.length) {
            lanes = Arrays.copyOf(lanes, size * 2);
        }
        index.heap[lane] = this;
        put(size++, lane);
        if (ordered) {
            up(size - 1);
        } else if (size > FEW) {
            order();
        }
    }

    private void order() {
        ordered = true;
        for (int at = size / 2 - 1; at >= 0; at--) {
            down(at);
        }
    }

    @SuppressWarnings("NullAway") // a lane that is in no heap has none
    private void removeAt(int at) {
        index.heap[lanes[at]] = null;
        int last = lanes[--size];
        if (at < size) {
            put(at, last);
        }
        if (size < FEW / 2) {
            ordered = false;
        } else if (ordered && at < size) {
            up(at);
            down(index.position[last]);
        }
    }

    private void put(int at, int lane) {
        lanes[at] = lane;
        index.position[lane] = at;
    }

    private void up(int from) {
        int at = from;
        int lane = lanes[at];
        long key = index.key[lane];
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (index.key[lanes[parent]] <= key) {
                break;
            }
            put(at, lanes[parent]);
            at = parent;
        }
        put(at, lane);
    }

    private void down(int from) {
        int at = from;
        int lane = lanes[at];
        long key = index.key[lane];
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && index.key[lanes[child + 1]] < index.key[lanes[child]]) {
                child++;
            }
            if (key <= index.key[lanes[child]]) {
                break;
            }
            put(at, lanes[child]);
            at = child;
        }
        put(at, lane);
    }
}
