package io.pexen.process;

import io.pexen.task.PexenException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces an exception of a worker process that cannot travel itself, or whose class is not known here. It has the
 * name of its type, its message, its stack frames and its causes. The suppressed {@link TransferException} has the
 * reason.
 */
public class ReplicaException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final String typeName;

    ReplicaException(String typeName, @Nullable String message, @Nullable Throwable cause) {
        super(String.valueOf(message), cause);
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
