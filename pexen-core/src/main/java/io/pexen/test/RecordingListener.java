package io.pexen.test;

import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records all events of runs, for tests to inspect. May be used by several threads. */
public final class RecordingListener implements RunListener {

    private final List<TaskRes> results = new CopyOnWriteArrayList<>();
    private final List<Skipped> skipped = new CopyOnWriteArrayList<>();
    private final List<RunSummary> summaries = new CopyOnWriteArrayList<>();

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        results.add(res);
    }

    @Override
    public void taskSkipped(RunHandle run, Skipped task) {
        skipped.add(task);
    }

    @Override
    public void runEnded(RunHandle run, RunSummary summary) {
        summaries.add(summary);
    }

    /** The results so far, in the order in which they were processed. */
    public List<TaskRes> results() {
        return List.copyOf(results);
    }

    /** The ids of the tasks that have finished, in the order in which their results were processed. */
    public List<String> order() {
        return results.stream().map(res -> res.task().id()).toList();
    }

    /** The last result of a task. */
    public TaskRes result(String id) {
        return results.stream()
                .filter(res -> res.task().id().equals(id))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new NoSuchElementException(
                        "task \"" + id + "\" has no result; those that finished: " + order()));
    }

    /** The skipped tasks so far. */
    public List<Skipped> skipped() {
        return List.copyOf(skipped);
    }

    /** The summaries of the runs that have ended. */
    public List<RunSummary> summaries() {
        return List.copyOf(summaries);
    }
}
