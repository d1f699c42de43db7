package io.pexen.spring.actuate;

/**
 * The answer to starting a run.
 *
 * @param run the number of the run
 */
record StartedRun(long run) {}
