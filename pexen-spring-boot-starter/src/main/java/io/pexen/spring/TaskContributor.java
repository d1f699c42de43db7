package io.pexen.spring;

/** Adds tasks to the scheds of the context, when all singletons are there and no sched can be run yet. */
@FunctionalInterface
public interface TaskContributor {

    /**
     * Adds the tasks.
     *
     * @throws StartupProblemsException if they are not declared as they must be
     */
    void addTasks();
}
