package io.pexen.run;

import io.pexen.graph.TaskGraph;
import io.pexen.pool.WorkerPool;
import io.pexen.task.Task;
import java.time.Instant;

/** A run as listeners and tools see it. All methods may be called from any thread. */
public interface RunHandle {

    /** An id that is unique in this JVM. */
    long id();

    /** The name that its sched had when the run started. */
    String schedName();

    /** The tasks of the run. */
    TaskGraph graph();

    /** The pool of the run, which executes all tasks that do not name another. */
    WorkerPool pool();

    /**
     * The pool that executes this task of the run: the one that the task names, or else the {@link #pool()} of the run.
     */
    WorkerPool pool(Task task);

    /** When it started. */
    Instant started();

    /** The progress of the run. */
    RunProgress progress();

    /**
     * Whether the run was cancelled: by {@link #cancel}, by closing it early, or by an interrupt of the thread that
     * drives it. Failures after that are regarded as consequences.
     */
    boolean isCancelled();

    /**
     * Ends the run early: nothing new is dispatched, running bodies are interrupted, and the thread that drives the run
     * sees it end. Returns at once; harmless if the run has ended.
     */
    void cancel();
}
