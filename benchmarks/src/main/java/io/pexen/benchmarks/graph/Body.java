package io.pexen.benchmarks.graph;

import io.pexen.task.TaskBody;

/** The body of a task, for pexen and for everyone else: no engine needs an adapter. */
@FunctionalInterface
public interface Body extends Runnable, TaskBody.Runs {

    @Override
    void run();
}
