package io.pexen;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stress")
class FinishedProofTest {

    @Test
    @DisplayName("3.9 finished tasks are polled once each, in the order in which they were added, and none is lost")
    void nothingIsLostOrTwice() {
        Proofs.linearizable(Both.class, Fifo.class, 3);
    }

    /** All add, one at a time polls, all look whether there is something. */
    public static class Both {
        private final Finished finished = new Finished();

        @Operation
        public void add(@Param(gen = IntGen.class, conf = "1:9") int index) {
            finished.add(Proofs.place(index));
        }

        @Operation
        public boolean isEmpty() {
            return finished.isEmpty();
        }

        @Operation(nonParallelGroup = "poller")
        public int poll() {
            Place place = finished.poll();
            return place != null ? place.index() : -1;
        }
    }

    /** What it shall do: all are taken together, and empty means that nothing was added since. */
    public static class Fifo {
        private final ArrayDeque<Integer> added = new ArrayDeque<>();
        private final ArrayDeque<Integer> taken = new ArrayDeque<>();

        public void add(int index) {
            added.add(index);
        }

        public boolean isEmpty() {
            return added.isEmpty();
        }

        public int poll() {
            if (taken.isEmpty()) {
                taken.addAll(added);
                added.clear();
            }
            return taken.isEmpty() ? -1 : taken.poll();
        }
    }
}
