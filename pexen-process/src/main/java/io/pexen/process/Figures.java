package io.pexen.process;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the worker processes of a pool do. */
final class Figures {

    private final LongAdder started = new LongAdder();
    private final LongAdder startNanos = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder roundTrips = new LongAdder();
    private final LongAdder roundTripNanos = new LongAdder();
    private final LongAdder linesDropped = new LongAdder();
    private final Map<WorkerEnd, LongAdder> ended = new EnumMap<>(WorkerEnd.class);

    Figures() {
        for (WorkerEnd reason : WorkerEnd.values()) {
            ended.put(reason, new LongAdder());
        }
    }

    void started(long nanos) {
        started.increment();
        startNanos.add(nanos);
    }

    void ended(WorkerEnd reason) {
        Objects.requireNonNull(ended.get(reason)).increment();
    }

    void roundTrip(long sent, long received, long nanos) {
        bytesSent.add(sent);
        bytesReceived.add(received);
        roundTrips.increment();
        roundTripNanos.add(nanos);
    }

    void lineDropped() {
        linesDropped.increment();
    }

    ProcessPoolStats stats(int live) {
        Map<WorkerEnd, Long> byReason = new EnumMap<>(WorkerEnd.class);
        ended.forEach((reason, count) -> byReason.put(reason, count.sum()));
        return new ProcessPoolStats(
                live,
                started.sum(),
                byReason,
                Duration.ofNanos(startNanos.sum()),
                bytesSent.sum(),
                bytesReceived.sum(),
                roundTrips.sum(),
                Duration.ofNanos(roundTripNanos.sum()),
                linesDropped.sum());
    }
}
