package io.pexen;

import io.pexen.task.PexenException;

/**
 * Thrown when the thread that drives a run is interrupted. The run has been ended early, as by {@link Run#close}, and
 * the interrupt status of the thread is set.
 */
public class RunInterruptedException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final transient RunSummary summary;

    RunInterruptedException(Sched sched, RunSummary summary) {
        super("the run of sched \"" + sched.name() + "\" was ended, since the thread that drives it was interrupted: "
                + summary);
        this.summary = summary;
    }

    /** The outcome of the run. */
    public RunSummary summary() {
        return summary;
    }
}
