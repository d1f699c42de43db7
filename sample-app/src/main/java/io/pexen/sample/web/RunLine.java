package io.pexen.sample.web;

import io.pexen.run.RunSummary;

/**
 * What the page shows about a whole run.
 *
 * @param run the number of the run
 * @param tasks how many tasks it has
 * @param text its progress
 * @param millis the time since its start
 */
record RunLine(long run, int tasks, String text, long millis) {

    static RunLine started(long run, int tasks) {
        return new RunLine(run, tasks, "running", 0);
    }

    static RunLine ended(long run, int tasks, RunSummary summary) {
        String text = summary.outcome() == RunSummary.Outcome.CANCELLED
                ? "cancelled after %d of %d tasks".formatted(summary.ran(), tasks)
                : "%d ran, %d failed, %d skipped"
                        .formatted(
                                summary.ran(),
                                summary.failed(),
                                summary.skipped().size());
        return new RunLine(run, tasks, text, summary.wallTime().toMillis());
    }
}
