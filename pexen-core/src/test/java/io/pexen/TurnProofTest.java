package io.pexen;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real {@link Turn} and {@link Finished}, and the steps of {@link Collector}. */
@Tag("stress")
class TurnProofTest {

    @Test
    @DisplayName("3.9 what finishes while another thread has the turn is processed, once, and by one thread at a time")
    void nothingIsLeft() {
        Proofs.quiet(Moving.class, 3, 3);
    }

    /** Workers that finish tasks, and try to process what has finished. */
    public static class Moving {
        private final Turn turn = new Turn();
        private final Finished finished = new Finished();
        private final AtomicInteger ended = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean poked;
        /** Owned by who has the turn. */
        private int processed;

        private boolean crowded;

        /** A worker ends the last task that it has. */
        @Operation
        public void finishLast() {
            ended.getAndIncrement();
            if (turn.take()) {
                drive(Proofs.place(0));
            } else {
                finished.add(Proofs.place(0));
                tryToDrive();
            }
        }

        /** A worker ends a task, and others have taken what it had taken ahead: it looks about. */
        @Operation
        public void finishAndLookAbout() {
            ended.getAndIncrement();
            finished.add(Proofs.place(0));
            if (hasToMove() && !turn.isTaken()) {
                tryToDrive();
            }
        }

        /** Something else asks for a move, and wakes the driver, who looks. */
        @Operation
        public void poke() {
            poked = true;
            tryToDrive();
        }

        private boolean hasToMove() {
            return poked || !finished.isEmpty();
        }

        private void tryToDrive() {
            if (turn.take()) {
                drive(null);
            }
        }

        private void drive(Place own) {
            Place mine = own;
            do {
                move(mine);
                turn.giveBack();
                mine = null;
            } while (hasToMove() && turn.take());
        }

        private void move(Place own) {
            crowded |= inside.incrementAndGet() > 1;
            for (Place next = finished.poll(); next != null; next = finished.poll()) {
                processed++;
            }
            if (own != null) {
                processed++;
            }
            poked = false;
            inside.decrementAndGet();
        }

        @Validate
        public void allIsProcessed() {
            if (processed != ended.get() || hasToMove() || crowded) {
                throw new AssertionError(
                        processed + " of " + ended + " processed, poked " + poked + ", crowded " + crowded);
            }
        }
    }
}
