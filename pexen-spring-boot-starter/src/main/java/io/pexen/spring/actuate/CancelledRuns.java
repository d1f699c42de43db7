package io.pexen.spring.actuate;

import java.util.List;

/**
 * The answer to cancelling runs.
 *
 * @param runs the numbers of the runs that were told to end
 */
record CancelledRuns(List<Long> runs) {}
