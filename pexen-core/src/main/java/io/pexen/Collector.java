package io.pexen;

import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs everything and collects the results. There is no consumer between results, so whoever finishes a task and finds the
 * turn free takes it, processes what has finished, and dispatches what that unlocks; the others leave their task in {@code
 * finished} and go on.
 *
 * <p>No completion is missed: a worker adds its task before it tries for the turn, and who has the turn looks again after
 * giving it back. So either the worker finds the turn free, or its task is seen by who had it.
 */
final class Collector extends Engine {

    /** How long the driver leaves a turn to a worker before it looks again. */
    private static final long PAUSE_NANOS = 50_000;

    /** Owned by who has the turn. */
    private final List<TaskRes> results;

    Collector(Sched sched, Sched.Setup setup, WorkerPool pool, boolean ownPool) {
        super(sched, setup, pool, ownPool);
        results = new ArrayList<>(graph.size());
    }

    Results collect() {
        driver = Thread.currentThread();
        planner.attentive(true);
        try {
            drive(true);
            while (summaryOrNull() == null) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new RunInterruptedException(sched(), abortAll());
                }
                PexenException broken = broken();
                if (broken != null) {
                    throw broken;
                }
                if (cancelled) {
                    abortAll();
                } else {
                    awaitWork();
                    drive(true);
                    pauseWhileOthersMove();
                }
            }
        } finally {
            abortAll();
        }
        return new Results(Collections.unmodifiableList(results), java.util.Objects.requireNonNull(summaryOrNull()));
    }

    private RunSummary abortAll() {
        takeTurn();
        try {
            RunSummary summary = summaryOrNull();
            return summary != null ? summary : abort();
        } finally {
            turn.set(false);
        }
    }

    private void takeTurn() {
        while (!turn.compareAndSet(false, true)) {
            pauseWhileOthersMove();
        }
    }

    /** A worker has the turn, maybe for long, since listeners are called in it: nothing to do for the driver meanwhile. */
    private void pauseWhileOthersMove() {
        if (turn.get()) {
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    @Override
    void finished(Dispatch dispatch) {
        finished.add(dispatch);
        drive(false);
    }

    /**
     * Takes the turn if it is free, and moves the run as long as there is something to process. When the run is over, what
     * has finished is left for the driver, who ends the run.
     */
    private void drive(boolean dispatchFirst) {
        boolean again = dispatchFirst;
        while (!isOver() && (again || poked || !finished.isEmpty())) {
            if (!turn.compareAndSet(false, true)) {
                return;
            }
            again = false;
            try {
                if (!isOver()) {
                    move();
                }
            } finally {
                turn.set(false);
            }
        }
        if (isOver()) {
            wakeDriver();
        }
    }

    private void move() {
        for (Dispatch next = finished.poll(); next != null; next = finished.poll()) {
            deliver(next);
            results.add(next.res());
            complete(next);
        }
        dispatch();
        if (broken() == null && !planner.canGoOn()) {
            end(false);
        } else if (planner.waitsForOthersOnly() && Thread.currentThread() != driver) {
            suspectDeadlock();
        }
    }

    @Override
    boolean movesByDriverOnly() {
        return false;
    }
}
