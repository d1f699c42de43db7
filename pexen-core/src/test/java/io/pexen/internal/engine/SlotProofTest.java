package io.pexen.internal.engine;

import io.pexen.pool.Worker;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stress")
class SlotProofTest {

    @Test
    @DisplayName("3.8, 3.9 a task that is closed is either dropped or runs, and no interrupt comes after its end")
    void runsOrIsDropped() {
        Proofs.quiet(Closing.class, 2, 2);
        Proofs.linearizable(Closing.class, Either.class, 2);
    }

    /** One worker and one closing thread at a time meet at a slot. */
    public static class Closing {
        private final Slot slot = Proofs.slot(0);
        private final Recorder worker = new Recorder();
        private boolean ran;
        private boolean dropped;

        @Operation(runOnce = true, nonParallelGroup = "worker")
        public boolean work() {
            ran = slot.begin(worker);
            if (ran) {
                slot.end(null);
                worker.ended = true;
            }
            return ran;
        }

        @Operation(runOnce = true, nonParallelGroup = "closer")
        public boolean close() {
            dropped = slot.drop();
            slot.interrupt();
            return dropped;
        }

        @Validate
        public void interruptsHitTheirTask() {
            if (worker.strayInterrupts > 0) {
                throw new AssertionError("an interrupt came after the end of its task");
            }
            if (ran && dropped) {
                throw new AssertionError("a task ran, and was dropped as well");
            }
        }
    }

    /** The first one wins. */
    public static class Either {
        private boolean gone;

        public boolean work() {
            boolean first = !gone;
            gone = true;
            return first;
        }

        public boolean close() {
            return work();
        }
    }

    /** A worker that knows whether an interrupt comes too late. */
    private static final class Recorder implements Worker {
        private volatile boolean ended;
        private volatile int strayInterrupts;

        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void interrupt() {
            if (ended) {
                strayInterrupts = 1;
            }
        }
    }
}
