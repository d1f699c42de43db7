package io.pexen.spring.logging;

import io.pexen.internal.Texts;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.TaskRes;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each task that fails. An uncontrolled failure is an error with its stack trace. A controlled failure is a
 * one-line warning, because its body has handled it. If the run was cancelled before, the failure is one line at info
 * level, because the task was most likely interrupted. At debug level, these lines come with their stack traces.
 */
final class FailureLog implements RunListener {

    private static final Logger log = LoggerFactory.getLogger("io.pexen.tasks");

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        Throwable failure = res.excinfo();
        if (failure == null) {
            return;
        }
        String task = Texts.escaped("sched \"" + run.schedName() + "\", run " + run.id() + ": task \""
                + res.task().id() + '"');
        try {
            log(run, res, task, failure);
        } catch (Throwable e) { // from getMessage or toString of the failure, or from an appender
            log.error(
                    "{} failed with a {} that cannot be logged",
                    task,
                    failure.getClass().getName());
        }
    }

    private static void log(RunHandle run, TaskRes res, String task, Throwable failure) {
        if (run.isCancelled()) {
            log.info("{} ended because its run was cancelled: {}", task, line(failure), stack(failure));
        } else if (res.failedControlled()) {
            log.warn("{} failed in a controlled way: {}", task, line(failure), stack(failure));
        } else {
            log.error("{} failed", task, failure);
        }
    }

    private static String line(Throwable failure) {
        String text = String.valueOf(failure);
        return Texts.escaped(text.lines().map(String::strip).collect(Collectors.joining(" ")));
    }

    /** The exception for the logger to log; null for none. */
    private static @Nullable Throwable stack(Throwable failure) {
        return log.isDebugEnabled() ? failure : null;
    }
}
