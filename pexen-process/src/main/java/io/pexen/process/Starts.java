package io.pexen.process;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a pool may start a worker, and when it is <em>down</em>. Plain state, guarded by the lock of
 * {@link Children}.
 *
 * <p>While starts succeed, any number of them may be under way. After a failure, there is a single try at a time, with
 * growing pauses between them, until one succeeds. Failures of starts that were under way together count once. Only
 * failures while no other worker lives, and none is about to be ready, bring the pool down: the third in a row, or one
 * that took too long. A start that was killed from outside says nothing about the next one, so it is tried again for as
 * long as one start may take.
 */
final class Starts {

    private static final int TRIES = 3;
    private static final long FIRST_PAUSE = Duration.ofMillis(200).toNanos();
    /** Between tries, and how long a pool that is down refuses tasks before it tries again. */
    private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

    /** How long workers are started again that are killed from outside. */
    private final long patience;

    private int underWay;
    /** Grows with each failure that counts. */
    private int round;
    /** Since the last success. */
    private int failures;
    /** The last of them in a row at which no other worker lived, without those that were killed. */
    private int alone;
    /** Whether no other worker lived at the last failure, and since when that is so. */
    private boolean noneLives;

    private long noneLivesSince;

    private long retryAt;
    private @Nullable WorkerStartException down;

    /** @param patience how long a start may take, in nanoseconds */
    Starts(long patience) {
        this.patience = patience;
    }

    boolean mayStart(long now) {
        return failures == 0 || (underWay == 0 && now - retryAt >= 0);
    }

    /** How long a thread that may not start a worker waits before it asks again, unless it is woken. */
    long pause(long now) {
        return underWay > 0 ? LONGEST_PAUSE : Math.max(1, retryAt - now);
    }

    /** Why the last start failed, while the pool is down; else null. */
    @Nullable
    WorkerStartException down() {
        return down;
    }

    /** Whether a task fails now: the pool is down, and it is too early to try again. */
    boolean refuses(long now) {
        return down != null && underWay == 0 && now - retryAt < 0;
    }

    /** A start begins; returns its round, for {@link #failed}. */
    int begin() {
        underWay++;
        return round;
    }

    void succeeded() {
        underWay--;
        failures = 0;
        alone = 0;
        noneLives = false;
        down = null;
    }

    /** The start was given up, which says nothing about the next one. */
    void givenUp() {
        underWay--;
    }

    /** The start failed; {@link #down} says what that means for the pool. */
    void failed(int itsRound, WorkerStartException why, boolean otherLives, long now) {
        underWay--;
        if (itsRound == round) {
            round++;
            failures++;
            noteOthers(otherLives, why.wasKilled(), now);
            retryAt = now + Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(failures - 1, 10));
        }
        boolean hopeless = down != null
                || alone >= TRIES
                || why.getCause() instanceof SocketTimeoutException
                || (noneLives && now - noneLivesSince >= patience);
        if (hopeless && !otherLives && underWay == 0) {
            down = why;
            retryAt = now + LONGEST_PAUSE;
        }
    }

    private void noteOthers(boolean otherLives, boolean killed, long now) {
        if (otherLives) {
            alone = 0;
        } else {
            alone += killed ? 0 : 1;
            noneLivesSince = noneLives ? noneLivesSince : now;
        }
        noneLives = !otherLives;
    }
}
