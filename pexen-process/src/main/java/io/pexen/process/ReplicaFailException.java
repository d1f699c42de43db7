package io.pexen.process;

import io.pexen.task.TaskFailException;
import org.jspecify.annotations.Nullable;

/**
 * Like {@link ReplicaException}, for a controlled failure: a {@link TaskFailException} with the flags of the original.
 */
public class ReplicaFailException extends TaskFailException {

    private static final long serialVersionUID = 1L;

    private final String typeName;

    ReplicaFailException(
            String typeName, @Nullable String message, @Nullable Throwable cause, boolean depsOk, boolean locksOk) {
        super(message, cause, depsOk, locksOk);
        this.typeName = typeName;
    }

    /** The name of the class of the original exception. */
    public String typeName() {
        return typeName;
    }

    /** The text of the original: the name of its type and its message. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message is that of the original
    public String toString() {
        return typeName + ": " + getMessage();
    }
}
