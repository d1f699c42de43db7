package io.pexen.process;

import io.pexen.task.TaskFailException;
import org.jspecify.annotations.Nullable;

/**
 * No worker process could be had for a task, which was not executed: its dependants are skipped, its locks released. The message has what
 * the process said on stderr.
 */
public class WorkerStartException extends TaskFailException {

    private static final long serialVersionUID = 1L;

    WorkerStartException(String message, @Nullable Throwable cause) {
        super(message, cause, false, true);
    }
}
