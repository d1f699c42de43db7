package io.pexen.run;

import io.pexen.task.TaskRes;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** All results of a collected run, in the order in which they were processed. Unmodifiable. */
public final class Results extends AbstractList<TaskRes> implements RandomAccess {

    private final List<TaskRes> results;
    private final RunSummary summary;

    /** Made when a result is first looked for; by several threads at once that may be more than once. */
    private volatile @Nullable Map<String, TaskRes> byId;

    /** Creates the results of a run, which are not copied. */
    public Results(List<TaskRes> results, RunSummary summary) {
        this.results = results;
        this.summary = summary;
    }

    /** The outcome of the run, including tasks that have no result. */
    public RunSummary summary() {
        return summary;
    }

    /**
     * The result of the task with this id.
     *
     * @throws NoSuchElementException if there is none; the message says why the task did not run, or which ids there
     *     are
     */
    public TaskRes get(String id) {
        return find(id).orElseThrow(
                        () -> new NoSuchElementException("no result of the task \"" + id + "\": " + why(id)));
    }

    /** The result of the task with this id; empty if there is none. */
    public Optional<TaskRes> find(String id) {
        Map<String, TaskRes> known = byId;
        if (known == null) {
            known = new HashMap<>();
            for (TaskRes res : results) {
                known.put(res.task().id(), res);
            }
            byId = known;
        }
        return Optional.ofNullable(known.get(id));
    }

    private String why(String id) {
        if (summary.cancelled().stream().anyMatch(task -> task.id().equals(id))) {
            return "the run was closed before it had ended";
        }
        return summary.skipped().stream()
                .filter(skipped -> skipped.task().id().equals(id))
                .findFirst()
                .map(skipped -> "it was skipped; " + skipped)
                .orElseGet(() -> "no task has this id; there are results of " + known());
    }

    private String known() {
        int shown = Math.min(results.size(), 20);
        return results.subList(0, shown).stream().map(TaskRes::task).toList()
                + (shown < results.size() ? " and " + (results.size() - shown) + " more" : "");
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
