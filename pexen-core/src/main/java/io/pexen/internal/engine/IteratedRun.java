package io.pexen.internal.engine;

import io.pexen.pool.WorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunSummary;
import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A run that its consumer moves: the consumer's thread holds the combiner while it is inside the iterator, and no
 * thread does in between. Workers only leave completions, and wake the consumer.
 */
public final class IteratedRun implements WorkerCallbacks, Iterator<TaskRes> {

    private final RunCore run;
    private final Ending ending;

    private final Consumer consumer = new Consumer();

    /**
     * What is owned by the consumer while it is in here. It writes this for each result, so it is not next to what
     * workers read for each task.
     */
    private static final class Consumer extends Padded {

        /** The result that it works on, if any; what that unlocks becomes ready when the next is asked for. */
        final List<Slot> consuming = new ArrayList<>(1);

        /** The result that hasNext has found and next has not returned yet. */
        @Nullable
        TaskRes found;

        /**
         * The thread that holds the combiner; null if none does, or just after one has acquired it. Not volatile,
         * because a thread only asks whether it is this one itself.
         */
        @Nullable
        Thread holder;

        /** Whether the thread that asks for results is inside other runs. */
        boolean inside;
    }

    /** See {@link RunCore}. */
    public IteratedRun(Setup setup, WorkerPool pool, boolean ownPool, Collection<RunHandle> active) {
        run = new RunCore(setup, pool, ownPool, active, this, null);
        ending = new Ending(run);
    }

    /** The run. */
    public RunHandle handle() {
        return run;
    }

    /** The outcome; null as long as the run has not ended. */
    public @Nullable RunSummary summary() {
        return run.summary();
    }

    // Called by the consumer.

    /**
     * Starts the run. If its tasks need locks, they are dispatched only when the first result is asked for: before that
     * no thread drives the run, so none would release what they hold.
     */
    public void start() {
        run.begin();
        if (!run.needsLocks()) {
            enter();
            try {
                advance();
            } finally {
                leave();
            }
        }
    }

    @Override
    public boolean hasNext() {
        if (run.summary() != null) {
            return false;
        }
        if (consumer.found == null) {
            Nesting.resultProcessed(run);
            run.checkHere();
            enter();
            try {
                consumer.found = nextResult();
            } catch (Throwable e) {
                if (run.summary() == null) {
                    abort();
                }
                throw e;
            } finally {
                leave();
            }
            if (consumer.found != null && run.holdsForOthers()) {
                Nesting.resultTaken(run);
            }
        }
        return consumer.found != null;
    }

    @Override
    public TaskRes next() {
        // What hasNext has promised is returned even if another thread has closed the run since.
        TaskRes next = consumer.found != null || hasNext() ? consumer.found : null;
        if (next == null) {
            throw new NoSuchElementException("the run of sched \"" + run.schedName() + "\" has no more results");
        }
        consumer.found = null;
        return next;
    }

    private @Nullable TaskRes nextResult() {
        while (run.summary() == null) {
            if (Thread.currentThread().isInterrupted()) {
                run.cancel();
                throw new RunInterruptedException(run.schedName(), abort());
            }
            if (run.isOver()) {
                abort();
                break;
            }
            advance();
            Slot next = run.completions.poll();
            if (next != null) {
                consumer.consuming.add(next);
                run.deliver(next);
                return next.res();
            }
            if (!run.isOver()) {
                awaitMore();
            }
        }
        PexenException broken = run.broken();
        if (broken != null) {
            throw broken;
        }
        return null;
    }

    /** Processes the result that the consumer has worked on, and dispatches. */
    private void advance() {
        run.mover.advance(consumer.consuming, null);
        consumer.consuming.clear();
        run.mover.requestWorkers(null);
    }

    private void awaitMore() {
        if (!run.planner.canGoOn()) {
            ending.end(false);
            return;
        }
        if (run.planner.waitsForOthersOnly()) {
            Deadlocks.check(run);
        }
        Deadlocks.beforeBlocking();
        run.driver.awaitWork();
    }

    /** Ends the run early; what was consumed counts as ended. */
    private RunSummary abort() {
        RunSummary summary = ending.abort(consumer.consuming);
        consumer.consuming.clear();
        return summary;
    }

    private void enter() {
        if (!run.combiner.tryAcquire()) {
            if (!run.isOver() || consumer.holder == Thread.currentThread()) {
                throw new IllegalStateException(
                        "the run of sched \"" + run.schedName() + "\" is iterated by another thread at this moment");
            }
            run.acquireCombiner(); // another thread is about to end the run
        }
        consumer.holder = Thread.currentThread();
        run.driver.takeOver();
        consumer.inside = Deadlocks.beginWait(run);
        run.planner.attentive(true);
    }

    private void leave() {
        run.planner.attentive(false);
        if (consumer.inside) {
            Deadlocks.endWait(run);
        }
        releaseCombiner();
    }

    private void releaseCombiner() {
        consumer.holder = null;
        run.combiner.release();
        if (run.isOver() && run.summary() == null) {
            run.stopBodies();
        }
        run.processLate();
    }

    // Called by any thread.

    /** See {@link io.pexen.Run#close}. */
    public void close() {
        Nesting.resultProcessed(run);
        if (run.summary() != null) {
            return;
        }
        run.cancel();
        if (WorkerFrame.isInside(run) || !run.combiner.tryAcquire()) {
            return; // a body would wait for itself; the holder of the combiner ends the run
        }
        try {
            if (run.summary() == null) {
                consumer.holder = Thread.currentThread();
                run.driver.takeOver();
                abort();
            }
        } finally {
            releaseCombiner();
        }
    }

    // Called by workers.

    @Override
    public void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot) {
        slot.end(res);
        if (workerSlot == null) {
            WorkerFrame.restoreInterrupt();
        }
        run.completions.add(slot);
        run.driver.wakeIfParked();
        run.processLate();
    }

    @Override
    public boolean movesByDriverOnly() {
        return true;
    }

    @Override
    public boolean canMove() {
        return false;
    }

    @Override
    public void move(@Nullable WorkerSlot workerSlot) {}
}
