package io.pexen.pool;

import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.util.function.Supplier;

/** Wraps the execution of each task of a pool, on its worker's thread, such as to bind there what bodies look up. */
@FunctionalInterface
public interface TaskWrapper {

    /**
     * Has a task executed.
     *
     * @param context the task and its shared state
     * @param execution executes the task and returns its outcome; whatever the body throws is in that, and nothing is
     *     thrown
     * @return the outcome; what is thrown in place of it is the failure of the task
     */
    TaskRes execute(TaskContext context, Supplier<TaskRes> execution);
}
