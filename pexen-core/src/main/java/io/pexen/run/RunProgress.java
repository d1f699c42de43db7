package io.pexen.run;

/**
 * The progress of a run.
 *
 * @param tasks tasks in total
 * @param ran tasks whose results have been processed
 * @param failed how many of those failed
 * @param skipped tasks that will not run
 * @param dispatched tasks handed to the pool whose results have not been processed
 * @param ready tasks that only lack a slot in the pool
 * @param waitingForLocks tasks that only lack a lock
 */
public record RunProgress(
        int tasks, int ran, int failed, int skipped, int dispatched, int ready, int waitingForLocks) {}
