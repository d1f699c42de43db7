package io.pexen.process;

import java.util.concurrent.TimeUnit;

/** Uninterruptible waits, which restore the interrupt status. */
final class Waiting {

    /** Something to wait for, for at most this many nanoseconds. */
    @FunctionalInterface
    interface Wait {
        void waitFor(long nanos) throws InterruptedException;
    }

    private Waiting() {}

    static void uninterrupted(long millis, Wait wait) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.waitFor(Math.max(0, deadline - System.nanoTime()));
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The exit status of the process, when it has ended. */
    static int exitStatus(Process process) {
        uninterrupted(Long.MAX_VALUE / 2_000_000, nanos -> process.waitFor());
        return process.exitValue();
    }

    /** Waits for the end of the process, at most for this time; returns whether it has ended. */
    static boolean hasEnded(Process process, long millis) {
        uninterrupted(millis, nanos -> process.waitFor(nanos, TimeUnit.NANOSECONDS));
        return !process.isAlive();
    }

    static void join(Thread thread, long millis) {
        uninterrupted(millis, nanos -> TimeUnit.NANOSECONDS.timedJoin(thread, nanos));
    }
}
