package io.pexen.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations as nanoseconds, for deadlines of {@link System#nanoTime}. */
public final class Nanos {

    /**
     * What a duration counts as that is longer, such as that of {@link java.time.temporal.ChronoUnit#FOREVER}: 146
     * years. So the sum with a time, which may overflow, still compares right by subtraction.
     */
    public static final long FOREVER = Long.MAX_VALUE / 2;

    private Nanos() {}

    /** The nanoseconds of a duration that is not negative, at most {@link #FOREVER}. */
    public static long of(Duration duration) {
        return Math.min(TimeUnit.NANOSECONDS.convert(duration), FOREVER);
    }
}
