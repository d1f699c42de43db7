package io.pexen.process;

import io.pexen.task.PexenException;
import org.jspecify.annotations.Nullable;

/** No worker process could be started for a task, which was not executed. The message has what the process said on stderr. */
public class WorkerStartException extends PexenException {

    private static final long serialVersionUID = 1L;

    WorkerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
