package io.pexen.run;

import io.pexen.task.PexenException;

/**
 * Thrown when the thread that drives a run is interrupted. The run has been ended early, as by
 * {@link io.pexen.Run#close}, and the interrupt status of the thread is set.
 */
public class RunInterruptedException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final transient RunSummary summary;

    /** Creates the exception for a run that has ended so. */
    public RunInterruptedException(String schedName, RunSummary summary) {
        super("the run of sched \"" + schedName + "\" was ended, because the thread that drives it was interrupted: "
                + summary);
        this.summary = summary;
    }

    /** The outcome of the run. */
    public RunSummary summary() {
        return summary;
    }
}
