package io.pexen.run;

import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link Results#orThrow} and {@link RunSummary#orThrow} if tasks of a run failed or could not run. Its cause
 * is what the first failed task threw, in the order in which results were processed; what the others threw is
 * suppressed in it. There is no cause if tasks were only skipped, for example for a lock that a failed task of another
 * run retained.
 */
public class TasksFailedException extends PexenException {

    private static final long serialVersionUID = 1L;

    /** How many failed tasks the message names. */
    private static final int NAMED = 10;

    private final transient RunSummary summary;

    TasksFailedException(RunSummary summary) {
        super(message(summary), cause(summary));
        this.summary = summary;
        for (TaskRes res : summary.failures()) {
            suppress(res.excinfo(), this);
        }
    }

    /** Adds an exception to those suppressed in another one, unless it is its cause. */
    @SuppressWarnings("ReferenceEquality") // several tasks may have thrown the same exception
    static void suppress(@Nullable Throwable failure, Throwable in) {
        if (failure != null && failure != in.getCause()) {
            in.addSuppressed(failure);
        }
    }

    private static @Nullable Throwable cause(RunSummary summary) {
        return summary.failures().isEmpty() ? null : summary.failures().get(0).excinfo();
    }

    private static String message(RunSummary summary) {
        List<String> parts = new ArrayList<>();
        if (!summary.failures().isEmpty()) {
            parts.add(summary.failed() + " failed (" + named(summary.failures()) + ")");
        }
        if (!summary.skipped().isEmpty()) {
            parts.add(summary.skipped().size() + " skipped ("
                    + summary.skipped().get(0) + (summary.skipped().size() > 1 ? " ...)" : ")"));
        }
        if (!summary.cancelled().isEmpty()) {
            parts.add(summary.cancelled().size() + " cancelled");
        }
        return "not all tasks succeeded: " + String.join(", ", parts);
    }

    private static String named(List<TaskRes> failures) {
        String names = failures.stream()
                .limit(NAMED)
                .map(res -> '"' + res.task().id() + '"')
                .collect(Collectors.joining(", "));
        return failures.size() > NAMED ? names + " and " + (failures.size() - NAMED) + " more" : names;
    }

    /** The outcome of the run. */
    public RunSummary summary() {
        return summary;
    }
}
