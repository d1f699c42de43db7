package io.pexen.benchmarks.graph;

import io.pexen.task.TaskBody;

/** The body of a task, for pexen and for all other engines: none needs an adapter. */
@FunctionalInterface
public interface Body extends Runnable, TaskBody.Runs {

    @Override
    void run();
}
