package io.pexen.run;

import io.pexen.internal.Named;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * The outcome of a run.
 *
 * @param ran how many tasks ran to an end, failed ones included
 * @param failures the results of those that failed, in the order in which they were processed
 * @param skipped the tasks that were skipped, each with its cause
 * @param cancelled the tasks that did not end because the run was closed early, in the order of definition
 * @param locksHeld the locks that failed tasks still held at the end of the run; they are free now
 * @param wallTime from the start of the run to its end
 * @param idle how long workers were idle while tasks were ready, summed over the workers: the cost of processing
 *     results slowly; zero unless a listener is timed
 * @param outcome whether it succeeded, failed or was cancelled
 */
public record RunSummary(
        int ran,
        List<TaskRes> failures,
        List<Skipped> skipped,
        List<Task> cancelled,
        Set<Object> locksHeld,
        Duration wallTime,
        Duration idle,
        Outcome outcome) {

    /** How a run ended. */
    public enum Outcome {
        /** Every task ran and none failed, even if the run was cancelled in its last moment. */
        SUCCEEDED,
        /**
         * A task failed, in a controlled way or not, or could not run. Also if the run was cancelled after that:
         * cancelling does not hide a failure.
         */
        FAILED,
        /**
         * The run was cancelled, closed early, or the thread that drives it was interrupted, and nothing had failed
         * before. Tasks that failed when they were interrupted are among the failures, and do not make the run a failed
         * one.
         */
        CANCELLED
    }

    public RunSummary {
        failures = List.copyOf(failures);
        skipped = List.copyOf(skipped);
        cancelled = List.copyOf(cancelled);
        locksHeld = Set.copyOf(locksHeld);
    }

    /** A summary whose outcome follows from the tasks: cancelled if there are {@code cancelled} ones and no failure. */
    public RunSummary(
            int ran,
            List<TaskRes> failures,
            List<Skipped> skipped,
            List<Task> cancelled,
            Set<Object> locksHeld,
            Duration wallTime,
            Duration idle) {
        this(ran, failures, skipped, cancelled, locksHeld, wallTime, idle, !cancelled.isEmpty() && failures.isEmpty());
    }

    /**
     * A summary whose outcome follows from the tasks and, unless all of them succeeded, from whether the run was
     * cancelled before a task had failed.
     */
    public RunSummary(
            int ran,
            List<TaskRes> failures,
            List<Skipped> skipped,
            List<Task> cancelled,
            Set<Object> locksHeld,
            Duration wallTime,
            Duration idle,
            boolean cancelledFirst) {
        this(
                ran,
                failures,
                skipped,
                cancelled,
                locksHeld,
                wallTime,
                idle,
                failures.isEmpty() && skipped.isEmpty() && cancelled.isEmpty()
                        ? Outcome.SUCCEEDED
                        : cancelledFirst ? Outcome.CANCELLED : Outcome.FAILED);
    }

    /** How many tasks failed. */
    public int failed() {
        return failures.size();
    }

    /** Whether every task ran and none failed. */
    public boolean succeeded() {
        return outcome == Outcome.SUCCEEDED;
    }

    /**
     * Returns this summary if the run {@link #succeeded}, so that no failure is overlooked.
     *
     * @throws TasksFailedException if the run failed: a task failed, in a controlled way or not, or was skipped
     * @throws CancellationException if the run was cancelled; failures caused by that are suppressed in it
     */
    public RunSummary orThrow() {
        if (outcome == Outcome.FAILED) {
            throw new TasksFailedException(this);
        }
        if (outcome == Outcome.CANCELLED) {
            CancellationException cancellation = new CancellationException("the run was " + this);
            failures.forEach(res -> TasksFailedException.suppress(res.excinfo(), cancellation));
            throw cancellation;
        }
        return this;
    }

    /** The tasks that failed. */
    List<Task> failedTasks() {
        return failures.stream().map(TaskRes::task).toList();
    }

    /**
     * For logs: {@code 12 ran, 1 failed ("load"), 3 skipped, 0 cancelled, 1 lock held ("db"), 1.500 s}; after
     * {@code cancelled: } if the run was.
     */
    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%s%d ran, %d failed%s, %d skipped, %d cancelled, %s held%s, %.3f s",
                outcome == Outcome.CANCELLED ? "cancelled: " : "",
                ran,
                failed(),
                named(failedTasks()),
                skipped.size(),
                cancelled.size(),
                Named.count(locksHeld.size(), "lock"),
                named(locksHeld),
                wallTime.toNanos() / 1e9);
    }

    private static String named(Collection<?> things) {
        return things.isEmpty() ? "" : " (" + new Named(things) + ")";
    }
}
