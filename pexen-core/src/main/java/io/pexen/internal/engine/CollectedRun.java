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
 * Runs everything and collects the results. There is no consumer between results, so a worker that has executed all
 * that it has taken, and finds the combiner free, acquires it, processes all completions and dispatches what they
 * unlock; the others leave their tasks in {@code completions} and continue.
 *
 * <p>No completion is missed: a worker that does not get the combiner adds its task and tries once more, and the holder
 * looks again after releasing it. So either the worker finds the combiner free, or its task is seen by the thread that
 * held it.
 */
public final class CollectedRun extends Engine {

    /** Owned by the thread that holds the combiner. */
    private final List<TaskRes> results;
    /** The slots whose results are processed in the current move; empty between moves. */
    private final List<Slot> ended = new ArrayList<>();

    public CollectedRun(Setup setup, WorkerPool pool, boolean ownPool, Collection<RunHandle> active) {
        super(setup, pool, ownPool, active);
        results = new ArrayList<>(graph.size());
    }

    public Results collect() {
        driver = Thread.currentThread();
        boolean inside = Deadlocks.beginWait(this);
        try {
            begin();
            planner.attentive(true);
            moveRequested = true;
            while (summaryOrNull() == null) {
                step();
            }
        } finally {
            abortAll();
            if (inside) {
                Deadlocks.endWait(this);
            }
        }
        PexenException broken = broken();
        if (broken != null) {
            throw broken;
        }
        return new Results(Collections.unmodifiableList(results), Objects.requireNonNull(summaryOrNull()));
    }

    /** Moves the run, ends it, or waits until one of the two is possible. */
    private void step() {
        if (Thread.currentThread().isInterrupted()) {
            cancel();
            throw new RunInterruptedException(schedName(), abortAll());
        }
        if (isOver()) {
            abortAll();
        } else if (needsMove()) {
            tryToCombine(null);
            pauseWhileHeld();
        } else {
            awaitWork();
        }
    }

    /** If this needs the combiner and another thread holds it, that thread does it when it releases the combiner. */
    @Override
    void stopBodies() {
        if (mayStopAtAnyTime()) {
            interruptBodies();
        } else if (combiner.tryAcquire()) {
            try {
                interruptBodies();
            } finally {
                combiner.release();
            }
        }
    }

    /** Waits for a moment if another thread holds the combiner, maybe for long, because it calls listeners. */
    private void pauseWhileHeld() {
        if (combiner.isHeld()) {
            WorkerSlot.blocked();
            try {
                combiner.pauseWhileHeld();
            } finally {
                WorkerSlot.unblocked();
            }
        }
    }

    private RunSummary abortAll() {
        acquireCombiner();
        try {
            RunSummary summary = summaryOrNull();
            return summary != null ? summary : abort(List.of());
        } finally {
            combiner.release();
            processLate();
        }
    }

    @Override
    void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot) {
        boolean holdsCombiner = (workerSlot == null || workerSlot.ahead.isEmpty()) && combiner.tryAcquire();
        if (holdsCombiner && !mayStopAtAnyTime()) {
            slot.endUncontended(res);
        } else {
            slot.end(res);
        }
        if (workerSlot == null) {
            WorkerSlot.restoreInterrupt();
        }
        if (holdsCombiner) {
            combine(slot, workerSlot);
        } else {
            completions.add(slot);
            if (isOver() || workerSlot == null || workerSlot.ahead.isEmpty()) {
                tryToCombine(workerSlot);
            }
        }
        processLate();
    }

    @Override
    boolean canMove() {
        return needsMove() && !combiner.isHeld();
    }

    @Override
    void move(@Nullable WorkerSlot workerSlot) {
        if (canMove()) {
            tryToCombine(workerSlot);
        }
    }

    /** Whether results are to be processed or, unless the run is over, tasks may be dispatched. */
    private boolean needsMove() {
        return summaryOrNull() == null && (!completions.isEmpty() || (moveRequested && !isOver()));
    }

    /**
     * Acquires the combiner if it is free, and moves the run. If another thread holds it and the run is over, wakes the
     * driver, which ends the run.
     */
    private void tryToCombine(@Nullable WorkerSlot workerSlot) {
        if (combiner.tryAcquire()) {
            combine(null, workerSlot);
        } else if (isOver()) {
            wakeDriver();
        }
    }

    /**
     * Called by the thread that holds the combiner: moves the run as long as there is something to process, and
     * releases the combiner.
     *
     * @param own a slot whose task the calling worker has completed, or null
     */
    private void combine(@Nullable Slot own, @Nullable WorkerSlot workerSlot) {
        Slot mine = own;
        do {
            try {
                combineOnce(mine, workerSlot);
            } finally {
                combiner.release();
            }
            mine = null;
            requestWorkers();
        } while (needsMove() && combiner.tryAcquire());
        if (isOver()) {
            stopBodies();
            wakeDriver();
        } else if (planner.waitsForOthersOnly()) {
            Deadlocks.check(this);
        }
    }

    private void combineOnce(@Nullable Slot own, @Nullable WorkerSlot workerSlot) {
        if (summaryOrNull() != null) { // a body that ends after the run, see processLate
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
            breakRun(failure("collecting its results", e));
        }
        advance(ended, workerSlot);
        ended.clear();
        if (!isOver() && !planner.canGoOn()) {
            end(false);
        }
    }

    private void collect(Slot slot) {
        ended.add(slot);
        deliver(slot);
    }

    @Override
    void deliver(Slot slot) {
        results.add(slot.res());
        super.deliver(slot);
    }

    @Override
    boolean movesByDriverOnly() {
        return false;
    }
}
