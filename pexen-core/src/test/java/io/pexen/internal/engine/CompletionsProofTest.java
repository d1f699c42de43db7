package io.pexen.internal.engine;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stress")
class CompletionsProofTest {

    @Test
    @DisplayName("3.9 completions are polled once each, in the order in which they were added, and none is lost")
    void nothingIsLostOrTwice() {
        Proofs.linearizable(Both.class, Fifo.class, 3);
    }

    /** All add, one at a time polls, and all look whether there is something. */
    public static class Both {
        private final Completions completions = new Completions();

        @Operation
        public void add(@Param(gen = IntGen.class, conf = "1:9") int index) {
            completions.add(Proofs.slot(index));
        }

        @Operation
        public boolean isEmpty() {
            return completions.isEmpty();
        }

        @Operation(nonParallelGroup = "poller")
        public int poll() {
            Slot slot = completions.poll();
            return slot != null ? slot.index() : -1;
        }
    }

    /** The specification: all are removed together, and empty means that nothing was added since. */
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
