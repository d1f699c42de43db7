package io.pexen.process;

import io.pexen.task.PexenException;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception of a worker process that cannot travel itself, or whose class is not known here: with the name of its type, its
 * message, its stack frames and its causes. The suppressed {@link TransferException} tells why.
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

    /** As that of the original: the name of its type and its message. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // the message is that of the original
    public String toString() {
        return typeName + ": " + getMessage();
    }
}
