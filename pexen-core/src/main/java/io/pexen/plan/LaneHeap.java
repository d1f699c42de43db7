package io.pexen.plan;

import java.util.Arrays;

/**
 * A binary heap of lanes by their keys, the lowest first. A lane is in at most one heap at a time, so all heaps of a
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
            if (heap[lane] != null) {
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

    private final Index index;
    private int[] lanes = new int[4];
    private int size;

    LaneHeap(Index index) {
        this.index = index;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int peek() {
        return lanes[0];
    }

    int lane(int at) {
        return lanes[at];
    }

    void add(int lane) {
        if (size == lanes.length) {
            lanes = Arrays.copyOf(lanes, size * 2);
        }
        index.heap[lane] = this;
        put(size++, lane);
        up(size - 1);
    }

    int poll() {
        int lane = lanes[0];
        removeAt(0);
        return lane;
    }

    @SuppressWarnings("NullAway") // a lane that is in no heap has none
    private void removeAt(int at) {
        index.heap[lanes[at]] = null;
        int last = lanes[--size];
        if (at < size) {
            put(at, last);
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
