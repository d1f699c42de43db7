package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows that a heap of lanes yields the lowest key, whether it has few lanes, unordered, or many, in order. */
class LaneHeapTest {

    private static final int FEW = 32;

    private final LaneHeap.Index index = new LaneHeap.Index(100);
    private final LaneHeap heap = new LaneHeap(index);

    private void add(int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            index.key[lane] = lane * 37L % 100; // no two alike
            heap.add(lane);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 100})
    @DisplayName("lanes leave in the order of their keys")
    void order(int lanes) {
        add(lanes);
        long last = -1;
        while (!heap.isEmpty()) {
            int lane = heap.peek();
            assertThat(index.key[lane]).isGreaterThan(last);
            last = index.key[lane];
            index.remove(lane);
        }
        assertThat(last).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 100})
    @DisplayName("a lane moves when its key changes")
    void rekey(int lanes) {
        add(lanes);
        index.rekey(3, -1);
        assertThat(heap.peek()).isEqualTo(3);

        index.rekey(3, 1_000);
        assertThat(heap.peek()).isZero();
    }

    @Test
    @DisplayName("a heap is ordered when it has many lanes, and until it has less than half as many")
    void ordered() {
        add(FEW);
        assertThat(heap.isOrdered()).isFalse();
        index.key[FEW] = 1;
        heap.add(FEW);
        assertThat(heap.isOrdered()).isTrue();

        while (heap.size() > FEW / 2) {
            index.remove(heap.peek());
        }
        assertThat(heap.isOrdered()).isTrue();
        index.remove(heap.peek());
        assertThat(heap.isOrdered()).isFalse();
    }

    @Test
    @DisplayName("a lane is in one heap at a time, and removed from wherever it is")
    void remove() {
        add(1);
        index.remove(0);
        LaneHeap other = new LaneHeap(index);
        other.add(0);
        assertThat(heap.isEmpty()).isTrue();

        index.remove(0);
        index.remove(0); // in none
        assertThat(other.isEmpty()).isTrue();
    }
}
