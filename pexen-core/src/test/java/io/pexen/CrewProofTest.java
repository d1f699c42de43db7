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

    /** Tasks that wait for a run of their own, and end. */
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
            if (handout.outstanding() < LIMIT) {
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
            do {
                Hand hand = handout.enter(IDLE); // none if those of workers that sleep are all
                for (Place place = handout.takeOne(); place != null; place = handout.takeOne()) {
                    sleep();
                    ended.getAndIncrement();
                }
                if (hand != null) {
                    hand.leave();
                }
                crew.leave();
            } while (handout.waiting() > 0 && crew.join(Integer.MAX_VALUE));
        }

        /** The task waits for a run of its own. */
        private void sleep() {
            crew.leave();
            if (handout.waiting() > 0 && crew.join(Integer.MAX_VALUE)) {
                calls.getAndIncrement();
            }
            crew.comeBack();
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

    @Test
    @DisplayName("3.9 no task waits for a long one that is before it, if there is another worker")
    void noTaskWaitsForALongOne() {
        Proofs.quiet(Lasting.class, 2, 2);
    }

    /** Tasks that do not end, taken two at a time. */
    public static class Lasting {
        private static final int WORKERS = 3;

        private final PlaceQueue open = new PlaceQueue(32);
        /** One for each answer to a call; more, and Lincheck would not find its way. */
        private final PlaceQueue[] ahead = new PlaceQueue[4];

        private final Crew crew = new Crew(WORKERS);
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger busy = new AtomicInteger();
        private final AtomicInteger came = new AtomicInteger();
        private int handed;

        public Lasting() {
            for (int i = 0; i < ahead.length; i++) {
                ahead[i] = new PlaceQueue(2);
            }
        }

        /** Who has the turn dispatches two tasks and calls for workers. */
        @Operation(nonParallelGroup = "turn")
        public void dispatch() {
            open.add(new Place(null));
            open.add(new Place(null));
            handed += 2;
            call(handed);
        }

        private void call(int tasks) {
            while (crew.join(tasks)) {
                calls.getAndIncrement();
            }
        }

        /** A worker of the pool answers a call, if there is one, and stays in the body of its first task, if there is one. */
        @Operation
        public void work() {
            int now = calls.get();
            if (now == 0 || !calls.compareAndSet(now, now - 1)) {
                return;
            }
            PlaceQueue mine = ahead[came.getAndIncrement()];
            do {
                if (begins(mine)) {
                    busy.getAndIncrement();
                    return;
                }
                crew.leave();
            } while (waiting() > 0 && crew.join(Integer.MAX_VALUE));
        }

        private boolean begins(PlaceQueue mine) {
            if (open.take(1, mine) != null) {
                call(Integer.MAX_VALUE);
                return true;
            }
            for (PlaceQueue each : ahead) {
                if (each.take() != null) {
                    return true;
                }
            }
            return false;
        }

        private int waiting() {
            int waiting = open.size();
            for (PlaceQueue each : ahead) {
                waiting += each.size();
            }
            return waiting;
        }

        @Validate
        public void allAreAtWork() {
            if (waiting() > 0 && calls.get() == 0 && busy.get() < WORKERS) {
                throw new AssertionError(waiting() + " tasks wait, and only " + busy + " workers are busy");
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
