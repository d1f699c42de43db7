package io.pexen.spring;

/** Adds tasks to the scheds of the context, once all singletons exist and while the scheds still refuse runs. */
@FunctionalInterface
public interface TaskContributor {

    /**
     * Adds the tasks.
     *
     * @throws StartupProblemsException if they are not declared correctly
     */
    void addTasks();
}
