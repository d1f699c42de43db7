package io.pexen.spring.actuate;

import java.util.List;

/**
 * The response to cancelling runs.
 *
 * @param runs the numbers of the cancelled runs
 */
record CancelledRuns(List<Long> runs) {}
