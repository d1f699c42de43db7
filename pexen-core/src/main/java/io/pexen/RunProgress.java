package io.pexen;

/**
 * How far a run is.
 *
 * @param tasks tasks in all
 * @param ran tasks whose results have been processed
 * @param failed those of them that failed
 * @param skipped tasks that will not run
 * @param dispatched tasks handed to the pool whose results have not been processed
 * @param ready tasks that could be dispatched, but for a place in the pool
 * @param waitingForLocks tasks that could be dispatched, but for a lock
 */
public record RunProgress(
        int tasks, int ran, int failed, int skipped, int dispatched, int ready, int waitingForLocks) {}
