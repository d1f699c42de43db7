package io.pexen.pool;

import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.util.function.Supplier;

/**
 * Wraps the execution of each task of a pool, on its worker's thread; for example, to bind what bodies look up there.
 */
@FunctionalInterface
public interface TaskWrapper {

    /**
     * Executes a task.
     *
     * @param context the task and its shared state
     * @param execution executes the task and returns its outcome; whatever the body throws is in it, and nothing is
     *     thrown
     * @return the outcome; anything thrown instead is the failure of the task
     */
    TaskRes execute(TaskContext context, Supplier<TaskRes> execution);
}
