package io.pexen.process;

/** Why a worker process ended. */
public enum WorkerEnd {
    /** It could not be started: it ended before it was ready, or took too long. */
    START_FAILED,
    /** It died: killed from outside, by {@code System.exit} in a task, by a crash. */
    LOST,
    /** It ran out of memory. */
    OUT_OF_MEMORY,
    /**
     * It was killed: its task did not respond to an interrupt within the grace period, or was cancelled before the
     * worker was ready.
     */
    KILLED,
    /** It has executed as many tasks as a worker may. */
    RECYCLED,
    /** The pool was closed. */
    CLOSED
}
