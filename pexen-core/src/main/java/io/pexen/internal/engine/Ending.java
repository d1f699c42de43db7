package io.pexen.internal.engine;

import io.pexen.internal.Nanos;
import io.pexen.internal.plan.Planner;
import io.pexen.run.RunSummary;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;

/** Ends a run, early or not. Used by the thread that holds the combiner. */
final class Ending {

    private final RunCore run;
    private final Setup setup;
    private final Planner planner;

    Ending(RunCore run) {
        this.run = run;
        this.setup = run.setup;
        this.planner = run.planner;
    }

    /** Ends the run: frees its locks and reports its summary. Nothing is dispatched any more. */
    RunSummary end(boolean early) {
        List<Task> running = new ArrayList<>();
        int[] late = bodiesThatRun(running);
        List<Object> locksHeld = planner.end(early, late);
        if (run.needsLocks()) {
            Deadlocks.runEnded(run);
        }
        if (late.length > 0) {
            run.report.warnOfBodies(running, locksHeld);
        }
        run.report.tasksSkipped();
        RunSummary summary = run.report.summarize(locksHeld);
        run.ended(summary);
        return summary;
    }

    private int[] bodiesThatRun(List<Task> running) {
        List<Integer> late = new ArrayList<>(0);
        run.jobs.forEachRunning(slot -> {
            late.add(slot.index());
            running.add(slot.task());
        });
        return late.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Ends the run early: drops what no worker has begun, interrupts the rest and waits for it, within the grace
     * period.
     *
     * @param delivered results that have been delivered and not been processed yet
     */
    RunSummary abort(List<Slot> delivered) {
        run.setOver();
        run.mover.advance(delivered, null);
        run.interruptBodies();
        Deadlocks.beforeBlocking();
        boolean interrupted = Thread.interrupted();
        WorkerFrame.blocked(); // interrupted bodies may need this worker's place to continue
        try {
            interrupted |= awaitBodies();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt(); // an interrupted thread does not wait until there is room
            }
            WorkerFrame.unblocked();
            interrupted |= Thread.interrupted(); // the interrupt is not meant for listeners
        }
        RunSummary result = end(true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    /** Waits for the bodies that run, within the grace period. Returns whether the thread was interrupted meanwhile. */
    private boolean awaitBodies() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + Nanos.of(setup.gracePeriod());
        while (run.jobs.hasRunning()) {
            Slot slot = run.completions.poll();
            if (slot != null) {
                run.deliver(slot);
                run.mover.advance(List.of(slot), null);
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            run.driver.awaitCompletion(left);
            interrupted |= Thread.interrupted();
        }
        return interrupted;
    }
}
