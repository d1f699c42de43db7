package io.pexen;

import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a sched, whose results are iterated as tasks finish.
 *
 * <p>The consumer drives the run: tasks are dispatched and unlocked only while it is inside {@link Iterator#hasNext} or
 * {@link Iterator#next}. So execution never outruns the processing of results; what was dispatched before, at most
 * {@code workers + spare} tasks for each pool, continues meanwhile.
 *
 * <p>Iterable once, by one thread at a time. Close it to end it early; after its last result it is closed already.
 */
public final class Run implements RunHandle, Iterable<TaskRes>, AutoCloseable {

    private final Driver driver;
    private boolean iterated;

    Run(Sched sched, Sched.Setup setup, WorkerPool pool, boolean ownPool) {
        driver = new Driver(sched, setup, pool, ownPool);
        driver.start();
    }

    /**
     * The results, as tasks finish.
     *
     * @throws IllegalStateException if the run was iterated before: a run happens once; call {@link Sched#run} again
     */
    @Override
    public Iterator<TaskRes> iterator() {
        if (iterated) {
            throw new IllegalStateException(
                    "a run can be iterated once; start another with run() of sched \"" + sched().name() + "\"");
        }
        iterated = true;
        return driver;
    }

    /** The results as a sequential stream; closing it closes the run. */
    public Stream<TaskRes> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(this::close);
    }

    /**
     * The outcome of the run.
     *
     * @throws IllegalStateException if the run has not ended: take its results to the end, or close it
     */
    public RunSummary summary() {
        RunSummary summary = driver.summaryOrNull();
        if (summary == null) {
            throw new IllegalStateException("the run of sched \"" + sched().name()
                    + "\" has not ended; its summary is there when all results have been taken, or it is closed");
        }
        return summary;
    }

    /**
     * Ends the run: nothing new is dispatched, running bodies are interrupted, and the call returns when they have
     * ended or the grace period is over. Harmless if the run has ended. While another thread is inside the iterator,
     * this only asks that thread to end the run, as {@link #cancel} does; the same holds for a body of the run itself,
     * which could not wait for its own end.
     */
    @Override
    public void close() {
        Nesting.resultProcessed(driver);
        driver.close();
    }

    @Override
    public long id() {
        return driver.id();
    }

    @Override
    public Sched sched() {
        return driver.sched();
    }

    @Override
    public WorkerPool pool() {
        return driver.pool();
    }

    @Override
    public java.time.Instant started() {
        return driver.started();
    }

    @Override
    public RunProgress progress() {
        return driver.progress();
    }

    @Override
    public boolean isCancelled() {
        return driver.isCancelled();
    }

    @Override
    public void cancel() {
        driver.cancel();
    }

    /** The consumer's thread holds the combiner while it is in here; in between no thread holds it. */
    private static final class Driver extends Engine implements Iterator<TaskRes> {

        /**
         * The result that the consumer works on, if any; what it unlocks becomes ready when the next result is asked
         * for.
         */
        private final List<Slot> consuming = new ArrayList<>(1);

        /** The result that hasNext has found and next has not returned yet. Owned by the consumer. */
        private @Nullable TaskRes found;

        /** The thread that holds the combiner; null if none does, or just after one has acquired it. */
        private volatile @Nullable Thread holder;

        /** Whether the thread that asks for results is inside other runs. Owned by the consumer while it is in here. */
        private boolean inside;

        Driver(Sched sched, Sched.Setup setup, WorkerPool pool, boolean ownPool) {
            super(sched, setup, pool, ownPool);
        }

        /**
         * Starts the run. If its tasks need locks, they are dispatched only when the first result is asked for: before
         * that no thread drives the run, so none would release what they hold.
         */
        void start() {
            begin();
            if (graph.locks() == 0) {
                enter();
                try {
                    advance(consuming, null);
                    requestWorkers();
                } finally {
                    leave();
                }
            }
        }

        @Override
        public boolean hasNext() {
            if (summaryOrNull() != null) {
                return false;
            }
            if (found == null) {
                Nesting.resultProcessed(this);
                drivenHere();
                enter();
                try {
                    found = nextResult();
                } catch (Throwable e) {
                    if (summaryOrNull() == null) {
                        abortHere();
                    }
                    throw e;
                } finally {
                    leave();
                }
                if (found != null && holdsForOthers()) {
                    Nesting.resultTaken(this);
                }
            }
            return found != null;
        }

        @Override
        public TaskRes next() {
            // What hasNext has promised is returned even if another thread has closed the run since.
            TaskRes next = found != null || hasNext() ? found : null;
            if (next == null) {
                throw new NoSuchElementException("the run of sched \"" + sched().name() + "\" has no more results");
            }
            found = null;
            return next;
        }

        private @Nullable TaskRes nextResult() {
            while (summaryOrNull() == null) {
                if (Thread.currentThread().isInterrupted()) {
                    cancel();
                    throw new RunInterruptedException(sched(), abortHere());
                }
                if (isOver()) {
                    abortHere();
                    break;
                }
                advance(consuming, null);
                consuming.clear();
                requestWorkers();
                Slot next = completions.poll();
                if (next != null) {
                    consuming.add(next);
                    deliver(next);
                    return next.res();
                }
                if (!isOver()) {
                    awaitMore();
                }
            }
            PexenException broken = broken();
            if (broken != null) {
                throw broken;
            }
            return null;
        }

        private void awaitMore() {
            if (!planner.canGoOn()) {
                end(false);
                return;
            }
            if (planner.waitsForOthersOnly()) {
                Deadlocks.check(this);
            }
            Deadlocks.beforeBlocking();
            awaitWork();
        }

        /** Ends the run early; what was consumed counts as ended. */
        private RunSummary abortHere() {
            RunSummary summary = abort(consuming);
            consuming.clear();
            return summary;
        }

        private void enter() {
            if (!combiner.tryAcquire()) {
                if (!isOver() || holder == Thread.currentThread()) {
                    throw new IllegalStateException(
                            "the run of sched \"" + sched().name() + "\" is iterated by another thread at this moment");
                }
                acquireCombiner(); // another thread is about to end the run
            }
            holder = Thread.currentThread();
            driver = Thread.currentThread();
            inside = Deadlocks.beginWait(this);
            planner.attentive(true);
        }

        private void leave() {
            planner.attentive(false);
            if (inside) {
                Deadlocks.endWait(this);
            }
            releaseCombiner();
        }

        private void releaseCombiner() {
            holder = null;
            combiner.release();
            if (isOver() && summaryOrNull() == null) {
                stopBodies();
            }
            processLate();
        }

        void close() {
            if (summaryOrNull() != null) {
                return;
            }
            cancel();
            if (WorkerSlot.isInside(this) || !combiner.tryAcquire()) {
                return; // a body would wait for itself; the holder of the combiner ends the run
            }
            try {
                if (summaryOrNull() == null) {
                    holder = Thread.currentThread();
                    driver = Thread.currentThread();
                    abortHere();
                }
            } finally {
                releaseCombiner();
            }
        }

        @Override
        void stopBodies() {
            interruptBodies();
        }

        @Override
        void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot) {
            slot.end(res);
            if (workerSlot == null) {
                WorkerSlot.restoreInterrupt();
            }
            completions.add(slot);
            wakeParkedDriver();
            processLate();
        }

        @Override
        boolean canMove() {
            return false;
        }

        @Override
        void move(@Nullable WorkerSlot workerSlot) {}

        @Override
        boolean movesByDriverOnly() {
            return true;
        }
    }
}
