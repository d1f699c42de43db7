package io.pexen.spring.actuate;

/**
 * The response to starting a run.
 *
 * @param run the number of the run
 */
record StartedRun(long run) {}
