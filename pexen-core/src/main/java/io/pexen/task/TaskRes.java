package io.pexen.task;

import org.jspecify.annotations.Nullable;

/**
 * The result of a task that ran.
 *
 * @param task the task
 * @param shared its final shared state, also when it failed
 * @param ret what the body returned, or the value of the future that it returned; null if that is null or nothing, or
 *     the task failed
 * @param excinfo what the body threw, or the future that it returned failed with; null if the task succeeded
 */
public record TaskRes(
        Task task,
        SharedState shared,
        @Nullable Object ret,
        @Nullable Throwable excinfo) {

    /** Whether the body threw nothing. */
    public boolean succeeded() {
        return excinfo == null;
    }

    /** Whether the body failed in a controlled way, by a {@link TaskFailException}. */
    public boolean failedControlled() {
        return excinfo instanceof TaskFailException;
    }

    /** Whether what the task provides counts as provided: it succeeded, or failed with {@code depsOk}. */
    public boolean depsOk() {
        return excinfo == null || (excinfo instanceof TaskFailException fail && fail.depsOk());
    }

    /** Whether the locks of the task are released: it succeeded, or failed with {@code locksOk}. */
    public boolean locksOk() {
        return excinfo == null || (excinfo instanceof TaskFailException fail && fail.locksOk());
    }
}
