package io.pexen.process;

import io.pexen.task.Task;
import java.util.Collection;

/**
 * Supplies tasks to parent and child alike, so that a body need not travel: the child executes its own task of the same
 * id. An implementation has a constructor without arguments; each JVM makes one when the first task is needed.
 */
public interface TaskSource {

    /** The tasks, with the same ids in each JVM. */
    Collection<Task> tasks();
}
