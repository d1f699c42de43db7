package io.pexen.internal.plan;

/**
 * When tasks became ready and how long they waited for locks, in nanoseconds, if the run keeps times. The planner has
 * no clock: the time is what it was {@linkplain #setNow last told}.
 */
final class TaskTimes {

    private final boolean enabled;
    /** By task. Empty if times are not kept. */
    private final long[] readyAt;

    private final long[] lockWait;
    /** By lane: whether, and since when, its first task lacks a lock. Empty if times are not kept. */
    private final boolean[] wasParked;

    private final long[] parkedSince;
    private long now;

    TaskTimes(boolean enabled, int tasks, int lanes, long now) {
        this.enabled = enabled;
        this.now = now;
        readyAt = new long[enabled ? tasks : 0];
        lockWait = new long[enabled ? tasks : 0];
        wasParked = new boolean[enabled ? lanes : 0];
        parkedSince = new long[enabled ? lanes : 0];
    }

    void setNow(long nanos) {
        now = nanos;
    }

    long readyAt(int task) {
        return readyAt[task];
    }

    long lockWait(int task) {
        return lockWait[task];
    }

    /** The task becomes ready. */
    void ready(int task) {
        if (enabled) {
            readyAt[task] = now;
        }
    }

    /** The first task of the lane lacks a lock. */
    void parked(int lane) {
        if (enabled && !wasParked[lane]) {
            wasParked[lane] = true;
            parkedSince[lane] = now;
        }
    }

    /** The task, which was the first of the lane, gets its locks. It may have arrived after the lane was parked. */
    void taken(int task, int lane) {
        if (enabled && wasParked[lane]) {
            wasParked[lane] = false;
            lockWait[task] = now - Math.max(parkedSince[lane], readyAt[task]);
        }
    }
}
