package io.pexen.spring.actuate;

import io.pexen.internal.Texts;
import io.pexen.run.RunHandle;
import io.pexen.run.RunSummary;
import io.pexen.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A run that has ended.
 *
 * @param id the number of the run
 * @param sched the name of its sched
 * @param pool the name of its pool
 * @param started when it started
 * @param wallTime how long it took
 * @param outcome whether it succeeded, failed or was cancelled
 * @param ran how many tasks ran
 * @param failures the tasks that failed, each with its error
 * @param skipped the tasks that were skipped, each with its cause
 * @param cancelled the ids of tasks that did not finish because the run was cancelled
 * @param locksHeld the locks that failed tasks held at the end
 */
record EndedRun(
        long id,
        String sched,
        String pool,
        Instant started,
        Duration wallTime,
        RunSummary.Outcome outcome,
        int ran,
        List<Failure> failures,
        List<String> skipped,
        List<String> cancelled,
        List<String> locksHeld) {

    /**
     * A task that failed.
     *
     * @param task the id of the task
     * @param error the type and the message of what it threw
     */
    record Failure(String task, String error) {}

    static EndedRun of(RunHandle run, RunSummary summary) {
        return new EndedRun(
                run.id(),
                run.schedName(),
                run.pool().name(),
                run.started(),
                summary.wallTime(),
                summary.outcome(),
                summary.ran(),
                summary.failures().stream()
                        .map(res -> new Failure(res.task().id(), Texts.of(Objects.requireNonNull(res.excinfo()))))
                        .toList(),
                summary.skipped().stream().map(Texts::of).toList(),
                summary.cancelled().stream().map(Task::id).toList(),
                summary.locksHeld().stream().map(Texts::of).sorted().toList());
    }
}
