package io.pexen.benchmarks.engine;

/** A graph in the form that an engine needs; it can be run once. */
public interface Prepared {

    /** Runs all tasks, and returns when the caller has seen all results. */
    void run();

    /** The part of the preparation that validated the tasks, in nanoseconds; 0 if there was none. */
    default long validateNanos() {
        return 0;
    }
}
