package io.pexen;

import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What came of a run.
 *
 * @param ran how many tasks ran to an end, failed ones included
 * @param failures the results of those that failed, in the order in which they were processed
 * @param skipped the tasks that were skipped, each with its cause
 * @param cancelled the tasks that did not come to an end because the run was closed early, in the order of definition
 * @param locksHeld the locks that failed tasks still held at the end of the run; they are free now
 * @param wallTime from the start of the run to its end
 * @param idle how long workers were idle while tasks were ready, added up over the workers: the price of results that are
 *     processed slowly; zero unless a listener is timed
 */
public record RunSummary(
        int ran,
        List<TaskRes> failures,
        List<Skipped> skipped,
        List<Task> cancelled,
        Set<Object> locksHeld,
        Duration wallTime,
        Duration idle) {

    public RunSummary {
        failures = List.copyOf(failures);
        skipped = List.copyOf(skipped);
        cancelled = List.copyOf(cancelled);
        locksHeld = Set.copyOf(locksHeld);
    }

    /** How many tasks failed. */
    public int failed() {
        return failures.size();
    }

    /** Whether every task ran and none failed. */
    public boolean succeeded() {
        return failures.isEmpty() && skipped.isEmpty() && cancelled.isEmpty();
    }

    /** The tasks that failed. */
    List<Task> failedTasks() {
        return failures.stream().map(TaskRes::task).toList();
    }

    /** For logs: {@code 12 ran, 1 failed ("load"), 3 skipped, 0 cancelled, 1 lock held ("db"), 1.500 s}. */
    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%d ran, %d failed%s, %d skipped, %d cancelled, %s held%s, %.3f s",
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
