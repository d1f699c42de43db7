package io.pexen;

import io.pexen.pool.Worker;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real {@link Crew} and {@link Handout}, and the steps of {@link RunJob} that call workers and let them go. */
@Tag("stress")
class CrewProofTest {

    @Test
    @DisplayName("3.9 no task is left lying when all workers have gone")
    void noTaskIsLeft() {
        Proofs.quiet(Brief.class, 3, 3);
    }

    /** Tasks that end at once. */
    public static class Brief {
        private static final int WORKERS = 2;
        private static final int LIMIT = 6;

        private final Handout handout = new Handout(null, WORKERS, LIMIT);
        private final Crew crew = new Crew(WORKERS);
        /** How often a worker has been called to the run, and did not come yet. */
        private final AtomicInteger calls = new AtomicInteger();

        private final AtomicInteger ended = new AtomicInteger();
        private int handed;

        /** Who has the turn dispatches a task, if there is room, and calls for workers. */
        @Operation(nonParallelGroup = "turn")
        public void dispatch() {
            if (handout.hasRoom()) {
                handout.hand(handed++, Proofs.TASK, null, null);
            }
            int outstanding = handed - ended.get();
            while (crew.join(outstanding)) {
                calls.getAndIncrement();
            }
        }

        /** A worker of the pool answers a call, if there is one. */
        @Operation
        public void work() {
            int now = calls.get();
            if (now == 0 || !calls.compareAndSet(now, now - 1)) {
                return;
            }
            run();
        }

        private void run() {
            Hand hand = handout.enter(IDLE);
            if (hand == null) {
                crew.leave();
                return;
            }
            do {
                for (Place place = handout.take(hand); place != null; place = handout.take(hand)) {
                    ended.getAndIncrement();
                }
            } while (findsWork());
            hand.leave();
        }

        private boolean findsWork() {
            if (handout.waiting() > 0) {
                return true;
            }
            crew.leave();
            return handout.waiting() > 0 && crew.join(Integer.MAX_VALUE);
        }

        /** All that were called come at last. */
        @Validate
        public void allTasksEnd() {
            while (calls.get() > 0) {
                work();
            }
            if (ended.get() != handed) {
                throw new AssertionError(ended + " of " + handed + " tasks ended, and no worker is called");
            }
        }
    }

    private static final Worker IDLE = new Worker() {
        @Override
        public boolean isWanted() {
            return false;
        }

        @Override
        public void interrupt() {}
    };
}
