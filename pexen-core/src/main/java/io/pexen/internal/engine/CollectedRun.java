package io.pexen.internal.engine;

import io.pexen.pool.WorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunSummary;
import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run without a consumer: workers move it themselves, and the caller's thread, the driver, only starts it and sleeps
 * until it ends.
 *
 * <p>A worker that has executed the tasks that it had taken tries to acquire the combiner. If it succeeds, it processes
 * its completion and those of all others. If not, it leaves its completion to the thread that holds the combiner, and
 * continues; see {@link Combiner} for why none is missed.
 */
public final class CollectedRun implements WorkerCallbacks, Combiner.Work {

    private final RunCore run;
    private final Combiner combiner;
    private final Completions completions;
    private final Ending ending;

    /** Owned by the thread that holds the combiner. */
    private final List<TaskRes> results;
    /** The slots whose results are processed in the current move; empty between moves. */
    private final List<Slot> ended = new ArrayList<>();

    /** See {@link RunCore}. */
    public CollectedRun(Setup setup, WorkerPool pool, boolean ownPool, Collection<RunHandle> active) {
        results = new ArrayList<>(setup.graph().size());
        run = new RunCore(setup, pool, ownPool, active, this, results);
        combiner = run.combiner;
        completions = run.completions;
        ending = new Ending(run);
    }

    // Called by the driver.

    /** Executes the run; see {@link io.pexen.Sched#runAll(WorkerPool)}. */
    public Results collect() {
        run.driver.takeOver();
        boolean inside = Deadlocks.beginWait(run);
        try {
            run.begin();
            run.planner.attentive(true);
            run.mover.request();
            while (run.summary() == null) {
                step();
            }
        } finally {
            abortAll();
            if (inside) {
                Deadlocks.endWait(run);
            }
        }
        PexenException broken = run.broken();
        if (broken != null) {
            throw broken;
        }
        return new Results(Collections.unmodifiableList(results), Objects.requireNonNull(run.summary()));
    }

    /** Moves the run, ends it, or waits until one of the two is possible. */
    private void step() {
        if (Thread.currentThread().isInterrupted()) {
            run.cancel();
            throw new RunInterruptedException(run.schedName(), abortAll());
        }
        if (run.isOver()) {
            abortAll();
        } else if (needsMove()) {
            tryToCombine(null);
            pauseWhileHeld();
        } else {
            run.driver.awaitWork();
        }
    }

    /** Waits for a moment if another thread holds the combiner, maybe for long, because it calls listeners. */
    private void pauseWhileHeld() {
        if (combiner.isHeld()) {
            WorkerFrame.blocked();
            try {
                combiner.pauseWhileHeld();
            } finally {
                WorkerFrame.unblocked();
            }
        }
    }

    private RunSummary abortAll() {
        run.acquireCombiner();
        try {
            RunSummary summary = run.summary();
            return summary != null ? summary : ending.abort(List.of());
        } finally {
            combiner.release();
            run.processLate();
        }
    }

    // Called by workers.

    @Override
    public void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot) {
        boolean holdsCombiner = (workerSlot == null || workerSlot.ahead.isEmpty()) && combiner.tryAcquire();
        if (holdsCombiner && !run.mayStopAtAnyTime()) {
            slot.endUncontended(res);
        } else {
            slot.end(res);
        }
        if (workerSlot == null) {
            WorkerFrame.restoreInterrupt();
        }
        if (holdsCombiner) {
            combiner.drain(this, slot, workerSlot);
            moved();
        } else {
            completions.add(slot);
            if (run.isOver() || workerSlot == null || workerSlot.ahead.isEmpty()) { // others may have stolen the rest
                tryToCombine(workerSlot);
            }
        }
        run.processLate();
    }

    @Override
    public boolean movesByDriverOnly() {
        return false;
    }

    @Override
    public boolean canMove() {
        return needsMove() && !combiner.isHeld();
    }

    @Override
    public void move(@Nullable WorkerSlot workerSlot) {
        if (canMove()) {
            tryToCombine(workerSlot);
        }
    }

    /**
     * Acquires the combiner if it is free, and moves the run. If another thread holds it and the run is over, wakes the
     * driver, which ends the run.
     */
    private void tryToCombine(@Nullable WorkerSlot workerSlot) {
        if (combiner.tryDrain(this, workerSlot)) {
            moved();
        } else if (run.isOver()) {
            run.driver.wake();
        }
    }

    /** The thread has moved the run, and released the combiner. */
    private void moved() {
        if (run.isOver()) {
            run.stopBodies();
            run.driver.wake();
        } else if (run.planner.waitsForOthersOnly()) {
            Deadlocks.check(run);
        }
    }

    // Called by the combiner.

    @Override
    public boolean needsMove() {
        return run.summary() == null && (!completions.isEmpty() || (run.mover.isRequested() && !run.isOver()));
    }

    @Override
    public void process(@Nullable Slot own, @Nullable WorkerSlot by) {
        if (run.summary() != null) { // a body that ends after the run, see processLate
            if (own != null) {
                completions.add(own);
            }
            return;
        }
        try {
            for (Slot next = completions.poll(); next != null; next = completions.poll()) {
                collect(next);
            }
            if (own != null) { // the last task that this worker has executed
                collect(own);
            }
        } catch (Throwable e) { // for example for lack of memory for one more result
            run.breakRun(run.failure("collecting its results", e));
        }
        run.mover.advance(ended, by);
        ended.clear();
        if (!run.isOver() && !run.planner.canGoOn()) {
            ending.end(false);
        }
    }

    private void collect(Slot slot) {
        ended.add(slot);
        run.deliver(slot);
    }

    @Override
    public void released(@Nullable WorkerSlot by) {
        run.mover.requestWorkers(by);
    }
}
