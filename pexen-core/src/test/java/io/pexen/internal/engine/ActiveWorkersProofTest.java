package io.pexen.internal.engine;

import io.pexen.pool.Worker;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real {@link ActiveWorkers} and {@link Dispatcher}, called as {@link PoolJob} calls them. */
@Tag("stress")
class ActiveWorkersProofTest {

    @Test
    @DisplayName("3.9 no task is left behind when all workers have gone")
    void noTaskIsLeft() {
        Proofs.quiet(Brief.class, 3, 3);
    }

    /** Tasks that wait for a run of their own, and end. */
    public static class Brief {
        private static final int WORKERS = 2;
        private static final int LIMIT = 6;

        private final Dispatcher dispatcher = new Dispatcher(0, WORKERS, LIMIT, true);
        private final ActiveWorkers activeWorkers = new ActiveWorkers(WORKERS);
        /** How many workers have been requested for the run and have not come yet. */
        private final AtomicInteger calls = new AtomicInteger();

        private final AtomicInteger ended = new AtomicInteger();
        private int dispatched;

        /** The thread that holds the combiner dispatches a task, if there is room, and requests workers. */
        @Operation(nonParallelGroup = "combiner")
        public void dispatch() {
            if (dispatcher.outstanding() < LIMIT) {
                dispatcher.dispatch(dispatched++, Proofs.TASK, null, null);
            }
            int outstanding = dispatched - ended.get();
            activeWorkers.join(outstanding, this::request);
        }

        /** A worker of the pool answers a request, if there is one. */
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
                WorkerSlot workerSlot = dispatcher.enter(IDLE); // null if blocked workers occupy all
                for (Slot slot = dispatcher.takeOne(); slot != null; slot = dispatcher.takeOne()) {
                    sleep();
                    ended.getAndIncrement();
                }
                if (workerSlot != null) {
                    dispatcher.leave(workerSlot);
                }
            } while (activeWorkers.leaveUnless(this::hasWork));
        }

        /** The task waits for a run of its own. */
        private void sleep() {
            if (activeWorkers.leaveUnless(this::hasWork)) {
                request();
            }
            activeWorkers.rejoin();
        }

        private boolean hasWork() {
            return dispatcher.waiting() > 0;
        }

        private boolean request() {
            calls.getAndIncrement();
            return true;
        }

        /** All requested workers come in the end. */
        @Validate
        public void allTasksEnd() {
            while (calls.get() > 0) {
                work();
            }
            if (ended.get() != dispatched) {
                throw new AssertionError(ended + " of " + dispatched + " tasks ended, and no worker is called");
            }
        }
    }

    @Test
    @DisplayName("3.9 no task waits for a long one before it if there is another worker")
    void noTaskWaitsForALongOne() {
        Proofs.quiet(Lasting.class, 2, 2);
    }

    /** Tasks that do not end, taken two at a time. */
    public static class Lasting {
        private static final int WORKERS = 3;

        private final SlotQueue queue = new SlotQueue(32);
        /** One for each answer to a request; with more, Lincheck takes too long. */
        private final SlotQueue[] ahead = new SlotQueue[4];

        private final ActiveWorkers activeWorkers = new ActiveWorkers(WORKERS);
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger busy = new AtomicInteger();
        private final AtomicInteger came = new AtomicInteger();
        private int dispatched;

        public Lasting() {
            for (int i = 0; i < ahead.length; i++) {
                ahead[i] = new SlotQueue(2);
            }
        }

        /** The thread that holds the combiner dispatches two tasks and requests workers. */
        @Operation(nonParallelGroup = "combiner")
        public void dispatch() {
            queue.add(new Slot(0));
            queue.add(new Slot(0));
            dispatched += 2;
            call(dispatched);
        }

        private void call(int tasks) {
            activeWorkers.join(tasks, this::request);
        }

        /**
         * A worker of the pool answers a request, if there is one, and stays in the body of its first task, if there is
         * one.
         */
        @Operation
        public void work() {
            int now = calls.get();
            if (now == 0 || !calls.compareAndSet(now, now - 1)) {
                return;
            }
            SlotQueue mine = ahead[came.getAndIncrement()];
            do {
                if (begins(mine)) {
                    busy.getAndIncrement();
                    return;
                }
            } while (activeWorkers.leaveUnless(this::hasWork));
        }

        private boolean begins(SlotQueue mine) {
            if (queue.take(1, mine) != null) {
                call(Integer.MAX_VALUE);
                return true;
            }
            for (SlotQueue each : ahead) {
                if (each.take() != null) {
                    return true;
                }
            }
            return false;
        }

        private boolean request() {
            calls.getAndIncrement();
            return true;
        }

        private boolean hasWork() {
            return waiting() > 0;
        }

        private int waiting() {
            int waiting = queue.size();
            for (SlotQueue each : ahead) {
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
