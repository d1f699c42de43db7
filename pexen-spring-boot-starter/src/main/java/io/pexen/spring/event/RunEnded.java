package io.pexen.spring.event;

import io.pexen.run.RunHandle;
import io.pexen.run.RunSummary;

/** Published when a run has ended, including by cancellation; the outcome in the summary distinguishes the two. */
public record RunEnded(RunHandle run, RunSummary summary) {

    /** For logs: {@code RunEnded[sched=nightly, run=7, summary=2 ran, ...]}. */
    @Override
    public String toString() {
        return "RunEnded[" + Texts.of(run) + ", summary=" + summary + "]";
    }
}
