package io.pexen.process;

import io.pexen.task.TaskFailException;
import org.jspecify.annotations.Nullable;

/**
 * No worker process could be started for a task, which was not executed: its dependants are skipped, its locks
 * released. The message has the last lines that the process has written to stderr and stdout.
 */
public class WorkerStartException extends TaskFailException {

    private static final long serialVersionUID = 1L;

    private final boolean killed;

    WorkerStartException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    WorkerStartException(String message, @Nullable Throwable cause, boolean killed) {
        super(message, cause, false, true);
        this.killed = killed;
    }

    /** Whether the process was killed from outside before it was ready, which says nothing about the next start. */
    boolean wasKilled() {
        return killed;
    }
}
