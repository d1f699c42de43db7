package io.pexen.process;

import java.time.Duration;
import java.util.Map;

/**
 * Figures of the worker processes of a pool, since it was made.
 *
 * @param live how many processes there are now
 * @param started how many have become ready
 * @param ended how many have ended, by reason; every reason is there
 * @param startTime how long it took all of them together to become ready
 * @param bytesSent to worker processes
 * @param bytesReceived from worker processes
 * @param roundTrips tasks that were sent and answered
 * @param roundTripTime how long those took together, their bodies not counted
 * @param linesDropped lines that workers printed faster than the log takes them
 */
public record ProcessPoolStats(
        int live,
        long started,
        Map<WorkerEnd, Long> ended,
        Duration startTime,
        long bytesSent,
        long bytesReceived,
        long roundTrips,
        Duration roundTripTime,
        long linesDropped) {}
