package io.pexen.task;

import org.jspecify.annotations.Nullable;

/** The root of the exceptions of pexen itself. What a body throws is not thrown again; it is in {@link TaskRes}. */
public class PexenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PexenException(String message) {
        super(message);
    }

    public PexenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
