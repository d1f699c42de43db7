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

/** The consumer's thread holds the combiner while it is in here; in between no thread holds it. */
public final class IteratedRun extends Engine implements Iterator<TaskRes> {

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

    public IteratedRun(Setup setup, WorkerPool pool, boolean ownPool, Collection<RunHandle> active) {
        super(setup, pool, ownPool, active);
    }

    /**
     * Starts the run. If its tasks need locks, they are dispatched only when the first result is asked for: before
     * that no thread drives the run, so none would release what they hold.
     */
    public void start() {
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
            throw new NoSuchElementException("the run of sched \"" + schedName() + "\" has no more results");
        }
        found = null;
        return next;
    }

    private @Nullable TaskRes nextResult() {
        while (summaryOrNull() == null) {
            if (Thread.currentThread().isInterrupted()) {
                cancel();
                throw new RunInterruptedException(schedName(), abortHere());
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
                        "the run of sched \"" + schedName() + "\" is iterated by another thread at this moment");
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

    /** See {@link io.pexen.Run#close}. */
    public void close() {
        Nesting.resultProcessed(this);
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
