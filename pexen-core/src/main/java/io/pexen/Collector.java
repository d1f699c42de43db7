package io.pexen;

import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
        boolean inside = Deadlocks.waits(this);
        try {
            begin();
            planner.attentive(true);
            poked = true;
            while (summaryOrNull() == null) {
                driveOn();
            }
        } finally {
            abortAll();
            if (inside) {
                Deadlocks.waitsNoMore(this);
            }
        }
        PexenException broken = broken();
        if (broken != null) {
            throw broken;
        }
        return new Results(Collections.unmodifiableList(results), Objects.requireNonNull(summaryOrNull()));
    }

    /** Moves the run, or ends it, or waits until either is to be done. */
    private void driveOn() {
        if (Thread.currentThread().isInterrupted()) {
            cancel();
            throw new RunInterruptedException(sched(), abortAll());
        }
        if (isOver()) {
            abortAll();
        } else if (hasToMove()) {
            tryToDrive(null);
            pauseWhileTaken();
        } else {
            awaitWork();
        }
    }

    /** If that needs the turn, and another thread has it, that one does it when it gives the turn back. */
    @Override
    void stopBodies() {
        if (mayStopAnyTime()) {
            interruptBodies();
        } else if (turn.take()) {
            try {
                interruptBodies();
            } finally {
                turn.giveBack();
            }
        }
    }

    /** Waits for a moment if another thread has the turn, maybe for long, because listeners are called in it. */
    private void pauseWhileTaken() {
        if (turn.isTaken()) {
            Hand.away();
            try {
                turn.pauseWhileTaken();
            } finally {
                Hand.back();
            }
        }
    }

    private RunSummary abortAll() {
        awaitTurn();
        try {
            RunSummary summary = summaryOrNull();
            return summary != null ? summary : abort(List.of());
        } finally {
            turn.giveBack();
            processLate();
        }
    }

    @Override
    void finished(Place place, TaskRes res, @Nullable Hand hand) {
        boolean hasTurn = (hand == null || hand.ahead.isEmpty()) && turn.take();
        if (hasTurn) {
            if (mayStopAnyTime()) {
                place.end(res);
            } else {
                place.endInTurn(res);
            }
            if (hand == null) {
                Hand.interruptAgain();
            }
            drive(place, hand);
        } else {
            place.end(res);
            if (hand == null) {
                Hand.interruptAgain();
            }
            finished.add(place);
            if (isOver() || hand == null || hand.ahead.isEmpty()) {
                tryToDrive(hand);
            }
        }
        processLate();
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

    /** Whether results are to be processed or, as long as the run goes on, tasks may be dispatched. */
    private boolean hasToMove() {
        return summaryOrNull() == null && (!finished.isEmpty() || (poked && !isOver()));
    }

    /** Takes the turn if it is free, and moves the run. If the run is over, its driver ends it. */
    private void tryToDrive(@Nullable Hand hand) {
        if (turn.take()) {
            drive(null, hand);
        } else if (isOver()) {
            wakeDriver();
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
        } while (hasToMove() && turn.take());
        if (isOver()) {
            stopBodies();
            wakeDriver();
        } else if (planner.waitsForOthersOnly()) {
            Deadlocks.check(this);
        }
    }

    private void move(@Nullable Place own, @Nullable Hand hand) {
        if (summaryOrNull() != null) { // what ends after the run, see processLate
            if (own != null) {
                finished.add(own);
            }
            return;
        }
        try {
            for (Place next = finished.poll(); next != null; next = finished.poll()) {
                collect(next);
            }
            if (own != null) { // the last one that this worker has executed
                collect(own);
            }
        } catch (Throwable e) { // such as a lack of memory for one more result
            breakRun(failure("collecting its results", e));
        }
        advance(ended, hand);
        ended.clear();
        if (!isOver() && !planner.canGoOn()) {
            end(false);
        }
    }

    private void collect(Place place) {
        ended.add(place);
        deliver(place);
    }

    @Override
    void deliver(Place place) {
        results.add(place.res());
        super.deliver(place);
    }

    @Override
    boolean movesByDriverOnly() {
        return false;
    }
}
