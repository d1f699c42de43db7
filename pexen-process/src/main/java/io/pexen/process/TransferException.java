package io.pexen.process;

import io.pexen.task.TaskFailException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a task could not travel to its worker process or back: a kwarg, a value of the shared state, the result.
 * The message names the parts, the reason, and the path to the offending field. The rest of the result has arrived.
 *
 * <p>The locks of the task are released if the task itself succeeded or never began. What it provides counts as
 * provided if it succeeded and its whole shared state has arrived. If the task failed too, its own failure is the
 * cause.
 */
public class TransferException extends TaskFailException {

    private static final long serialVersionUID = 1L;

    TransferException(String message, @Nullable Throwable cause, boolean depsOk, boolean locksOk) {
        super(message, cause, depsOk, locksOk);
    }
}
