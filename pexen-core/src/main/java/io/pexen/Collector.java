package io.pexen;

import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs everything and collects the results. There is no consumer between results, so a worker that has executed all it has
 * taken, and finds the turn free, takes it, processes what has finished, and dispatches what that unlocks; the others leave
 * their tasks in {@code finished} and go on.
 *
 * <p>No completion is missed: a worker that does not get the turn adds its task and tries once more, and who has the turn
 * looks again after giving it back. So either the worker finds the turn free, or its task is seen by who had it.
 */
final class Collector extends Engine {

    /** Owned by who has the turn. */
    private final List<TaskRes> results;
    /** The places whose results are processed in the current move; empty between moves. */
    private final List<Place> ended = new ArrayList<>();

    Collector(Sched sched, Sched.Setup setup, WorkerPool pool, boolean ownPool) {
        super(sched, setup, pool, ownPool);
        results = new ArrayList<>(graph.size());
    }

    Results collect() {
        driver = Thread.currentThread();
        planner.attentive(true);
        try {
            start();
            while (summaryOrNull() == null) {
                if (Thread.currentThread().isInterrupted()) {
                    cancel();
                    throw new RunInterruptedException(sched(), abortAll());
                }
                PexenException broken = broken();
                if (broken != null) {
                    throw broken;
                }
                if (isCancelled()) {
                    abortAll();
                } else {
                    awaitWork();
                    tryToDrive(null);
                    turn.pauseWhileTaken();
                }
            }
        } finally {
            abortAll();
        }
        return new Results(Collections.unmodifiableList(results), java.util.Objects.requireNonNull(summaryOrNull()));
    }

    private void start() {
        poked = true;
        tryToDrive(null);
    }

    private RunSummary abortAll() {
        turn.await();
        try {
            RunSummary summary = summaryOrNull();
            return summary != null ? summary : abort(List.of());
        } finally {
            turn.giveBack();
        }
    }

    @Override
    void finished(Place place, TaskRes res, @Nullable Hand hand) {
        boolean hasTurn = (hand == null || hand.ahead.isEmpty()) && turn.take();
        if (hasTurn) {
            place.endInTurn(res);
            drive(place, hand);
        } else {
            place.end(res);
            finished.add(place);
            if (isOver() || hand == null || hand.ahead.isEmpty()) {
                tryToDrive(hand);
            }
        }
    }

    @Override
    boolean canMove() {
        return hasToMove() && !turn.isTaken();
    }

    @Override
    void move(@Nullable Hand hand) {
        if (canMove()) {
            tryToDrive(hand);
        }
    }

    private boolean hasToMove() {
        return poked || !finished.isEmpty();
    }

    /** Takes the turn if it is free, and moves the run. If the run is over, that is left to the driver, who ends the run. */
    private void tryToDrive(@Nullable Hand hand) {
        if (isOver()) {
            wakeDriver();
        } else if (turn.take()) {
            drive(null, hand);
        }
    }

    /**
     * Who has the turn moves the run as long as there is something to process, and gives the turn back.
     *
     * @param own a place that the calling worker has finished, or null
     */
    private void drive(@Nullable Place own, @Nullable Hand hand) {
        Place mine = own;
        do {
            try {
                move(mine, hand);
            } finally {
                turn.giveBack();
            }
            mine = null;
            callWorkers();
        } while (hasToMove() && !isOver() && turn.take());
        if (isOver()) {
            wakeDriver();
        }
    }

    private void move(@Nullable Place own, @Nullable Hand hand) {
        if (isOver()) {
            if (own != null) {
                finished.add(own);
            }
            return;
        }
        for (Place next = finished.poll(); next != null; next = finished.poll()) {
            collect(next);
        }
        if (own != null) { // the last one that this worker has executed
            collect(own);
        }
        advance(ended, hand);
        ended.clear();
        if (broken() == null && !planner.canGoOn()) {
            end(false);
        } else if (planner.waitsForOthersOnly() && Thread.currentThread() != driver) {
            suspectDeadlock();
        }
    }

    private void collect(Place place) {
        deliver(place);
        results.add(place.res());
        ended.add(place);
    }

    @Override
    boolean movesByDriverOnly() {
        return false;
    }
}
