package io.pexen;

import io.pexen.task.TaskRes;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** All results of a run that was collected at once, in the order in which they were processed. Unmodifiable. */
public final class Results extends AbstractList<TaskRes> implements RandomAccess {

    private final List<TaskRes> results;
    private final RunSummary summary;

    Results(List<TaskRes> results, RunSummary summary) {
        this.results = results;
        this.summary = summary;
    }

    /** What came of the run: also tells of tasks that have no result. */
    public RunSummary summary() {
        return summary;
    }

    /**
     * Returns these results if every task ran and none failed: {@code sched.runAll().orThrow()}.
     *
     * @throws TasksFailedException see {@link RunSummary#orThrow}
     * @throws java.util.concurrent.CancellationException see {@link RunSummary#orThrow}
     */
    public Results orThrow() {
        summary.orThrow();
        return this;
    }

    @Override
    public TaskRes get(int index) {
        return results.get(index);
    }

    @Override
    public int size() {
        return results.size();
    }
}
