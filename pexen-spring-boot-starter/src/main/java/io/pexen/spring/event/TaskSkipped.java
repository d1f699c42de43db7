package io.pexen.spring.event;

import io.pexen.run.RunHandle;
import io.pexen.run.Skipped;

/** Published for each task that will not run, with the cause. */
public record TaskSkipped(RunHandle run, Skipped skipped) {

    /** For logs: {@code TaskSkipped[sched=nightly, run=7, skipped=report: "load" failed and ...]}. */
    @Override
    public String toString() {
        return "TaskSkipped[" + Texts.of(run) + ", skipped=" + skipped + "]";
    }
}
