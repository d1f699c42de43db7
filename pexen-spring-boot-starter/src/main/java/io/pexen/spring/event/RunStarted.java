package io.pexen.spring.event;

import io.pexen.run.RunHandle;

/** Published when a run has started, before its first task. */
public record RunStarted(RunHandle run) {

    /** For logs: {@code RunStarted[sched=nightly, run=7]}. */
    @Override
    public String toString() {
        return "RunStarted[" + Texts.of(run) + "]";
    }
}
