package io.pexen.internal.index;

/**
 * A lock and the way in which a task needs it, in one number, so that arrays have an entry for each: twice the number
 * of the lock, plus one if the task claims it.
 */
public final class LockCode {

    private LockCode() {}

    /** The code of those that use the lock. */
    public static int use(int lock) {
        return lock << 1;
    }

    /** The code of those that claim the lock. */
    public static int claim(int lock) {
        return lock << 1 | 1;
    }

    /** The number of the lock. */
    public static int lock(int code) {
        return code >> 1;
    }

    /** Whether the lock is claimed, not used. */
    public static boolean isClaim(int code) {
        return (code & 1) != 0;
    }

    /** How many codes there are for so many locks; they begin at 0. */
    public static int count(int locks) {
        return locks << 1;
    }
}
