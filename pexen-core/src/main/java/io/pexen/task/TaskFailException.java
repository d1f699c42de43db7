package io.pexen.task;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a body to fail its task in a controlled way: the body has cleaned up, and decides what may continue.
 *
 * <p>With {@code depsOk} the keys that the task provides count as provided, so its dependants run and receive its
 * shared state. With {@code locksOk} its locks are released, so tasks that wait for them run. Both are true by default.
 * Whatever else a body throws is an uncontrolled failure: neither holds. Subclasses may carry data.
 */
public class TaskFailException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean depsOk;
    private final boolean locksOk;

    /** A controlled failure after which dependants run and locks are released. */
    public TaskFailException(@Nullable String message) {
        this(message, null, true, true);
    }

    public TaskFailException(@Nullable String message, boolean depsOk, boolean locksOk) {
        this(message, null, depsOk, locksOk);
    }

    /**
     * @param message what happened
     * @param cause the original failure, kept for readers of {@link TaskRes#excinfo()}
     * @param depsOk whether what the task provides counts as provided
     * @param locksOk whether the locks of the task are released
     */
    public TaskFailException(@Nullable String message, @Nullable Throwable cause, boolean depsOk, boolean locksOk) {
        super(message, cause);
        this.depsOk = depsOk;
        this.locksOk = locksOk;
    }

    /** Whether the keys that the task provides count as provided despite the failure. */
    public final boolean depsOk() {
        return depsOk;
    }

    /** Whether the locks of the task are released despite the failure. */
    public final boolean locksOk() {
        return locksOk;
    }
}
