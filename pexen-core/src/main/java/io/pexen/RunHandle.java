package io.pexen;

import io.pexen.pool.WorkerPool;
import java.time.Instant;

/** A run as listeners and tools see it. All methods may be called from any thread. */
public interface RunHandle {

    /** A number that no other run of this JVM has. */
    long id();

    /** The sched that runs. */
    Sched sched();

    /** The pool that it runs on, but for tasks that name another one. */
    WorkerPool pool();

    /** When it started. */
    Instant started();

    /** How far it is. */
    RunProgress progress();

    /**
     * Whether the run was cancelled: by {@link #cancel}, by closing it early, or by an interrupt of the thread that drives it.
     * What fails from then on is taken as a consequence.
     */
    boolean isCancelled();

    /**
     * Ends the run early: nothing new is dispatched, running bodies are interrupted, and whoever drives the run sees it
     * end. Returns at once; harmless if the run has ended.
     */
    void cancel();
}
