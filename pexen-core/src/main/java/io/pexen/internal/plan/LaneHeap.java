package io.pexen.internal.plan;

import java.util.Arrays;

/**
 * A binary heap of lanes by their keys, the lowest first. While there are few lanes they are in no order: looking at
 * all of them then costs less than keeping an order would. A lane is in at most one heap at a time, so all heaps of a
 * planner share the arrays that tell a lane's key, its heap and its place there.
 */
final class LaneHeap {

    /** What the heaps of one planner share. */
    static final class Index {
        final long[] key;
        final int[] place;
        final LaneHeap[] heap;

        Index(int lanes) {
            key = new long[lanes];
            place = new int[lanes];
            heap = new LaneHeap[lanes];
        }

        /** Gives a lane a new key, wherever it is. */
        void rekey(int lane, long newKey) {
            long old = key[lane];
            key[lane] = newKey;
            if (heap[lane] != null && heap[lane].ordered) {
                if (newKey < old) {
                    heap[lane].up(place[lane]);
                } else {
                    heap[lane].down(place[lane]);
                }
            }
        }

        /** Takes a lane out of its heap, if it is in one. */
        void remove(int lane) {
            if (heap[lane] != null) {
                heap[lane].removeAt(place[lane]);
            }
        }
    }

    /** Above so many lanes the heap is in order, and until there are less than half as many. */
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

    int lane(int at) {
        return lanes[at];
    }

    /** Whether the lanes are in order, since there are many; if not, looking at each of them is cheap. */
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

    void add(int lane) {
        if (size == lanes.length) {
            lanes = Arrays.copyOf(lanes, size * 2);
        }
        index.heap[lane] = this;
        put(size++, lane);
        if (ordered) {
            up(size - 1);
        } else if (size > FEW) {
            putInOrder();
        }
    }

    private void putInOrder() {
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
            down(index.place[last]);
        }
    }

    private void put(int at, int lane) {
        lanes[at] = lane;
        index.place[lane] = at;
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
