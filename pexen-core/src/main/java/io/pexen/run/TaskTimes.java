package io.pexen.run;

/**
 * Where the time of a task went, in nanoseconds. The four parts add up to the time from the start of the run to the end
 * of the body.
 *
 * @param dependency from the start of the run until all that the task requires was provided
 * @param lock from when it could first not get its locks until it got them
 * @param worker waiting for a slot in the pool, and then in the pool for a worker
 * @param body executing, and waiting for the future that the body returned, if any
 */
public record TaskTimes(long dependency, long lock, long worker, long body) {

    /** The times that listeners see when times are not recorded. */
    public static final TaskTimes NONE = new TaskTimes(0, 0, 0, 0);
}
