package io.pexen.process;

import java.time.Duration;
import java.util.Map;

/**
 * Figures of the worker processes of a pool, since it was created.
 *
 * @param live how many processes there are now
 * @param started how many have become ready
 * @param ended how many have ended, by reason; contains every reason
 * @param startTime how long it took all of them together to become ready
 * @param bytesSent bytes sent to worker processes
 * @param bytesReceived bytes received from worker processes
 * @param roundTrips tasks that were sent and answered
 * @param roundTripTime how long those took together, without their bodies
 * @param linesDropped lines that were not logged because workers printed too many
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
