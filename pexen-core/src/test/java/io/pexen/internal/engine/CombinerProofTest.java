package io.pexen.internal.engine;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real {@link Combiner} and {@link Completions}, called as {@link CollectedRun} calls them. */
@Tag("stress")
class CombinerProofTest {

    @Test
    @DisplayName(
            "3.9 what completes while another thread holds the combiner is processed once, by one thread at a time")
    void nothingIsLeft() {
        Proofs.quiet(Moving.class, 3, 3);
    }

    /** Workers that finish tasks, and try to process what has finished. */
    public static class Moving implements Combiner.Work {
        private final Combiner combiner = new Combiner();
        private final Completions completions = new Completions();
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean moveRequested;
        /** Owned by the thread that holds the combiner. */
        private int processed;

        private boolean crowded;

        /** A worker ends the last task that it has. */
        @Operation
        public void completeLast() {
            ended.getAndIncrement();
            if (combiner.tryAcquire()) {
                combiner.drain(this, Proofs.slot(0), null);
            } else {
                completions.add(Proofs.slot(0));
                combiner.tryDrain(this, null);
            }
        }

        /** A worker ends a task, others have taken what it had taken ahead, and it looks for more. */
        @Operation
        public void completeAndLook() {
            ended.getAndIncrement();
            completions.add(Proofs.slot(0));
            if (needsMove() && !combiner.isHeld()) {
                combiner.tryDrain(this, null);
            }
        }

        /** Something else requires a move and wakes the driver, which looks. */
        @Operation
        public void requestMove() {
            moveRequested = true;
            combiner.tryDrain(this, null);
        }

        @Override
        public boolean needsMove() {
            return moveRequested || !completions.isEmpty();
        }

        @Override
        public void process(Slot own, WorkerSlot by) {
            crowded |= inside.incrementAndGet() > 1;
            for (Slot next = completions.poll(); next != null; next = completions.poll()) {
                processed++;
            }
            if (own != null) {
                processed++;
            }
            moveRequested = false;
            inside.decrementAndGet();
        }

        @Override
        public void released(@Nullable WorkerSlot by) {}

        @Validate
        public void allIsProcessed() {
            if (processed != ended.get() || needsMove() || crowded) {
                throw new AssertionError(processed + " of " + ended + " processed, moveRequested " + moveRequested
                        + ", crowded " + crowded);
            }
        }
    }
}
