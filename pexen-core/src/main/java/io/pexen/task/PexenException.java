package io.pexen.task;

import org.jspecify.annotations.Nullable;

/** The root of what pexen itself throws. What a task's body throws is never thrown, but told in {@link TaskRes}. */
public class PexenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PexenException(String message) {
        super(message);
    }

    public PexenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
