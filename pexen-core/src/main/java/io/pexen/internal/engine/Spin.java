package io.pexen.internal.engine;

import java.util.function.BooleanSupplier;

/**
 * Checks a condition for a moment before the thread parks: a change within that moment is noticed sooner than a parked
 * thread could be woken. The moment is short, so a waiting run costs nothing, and the thread yields repeatedly, because
 * there may be more threads than processors.
 */
final class Spin {

    private static final long MOMENT_NANOS = 20_000;
    private static final int LOOKS_BETWEEN_YIELDS = 16;
    private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;

    private Spin() {}

    /** Whether the condition became true within a moment. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
    static boolean until(BooleanSupplier condition) {
        if (ALONE) {
            return condition.getAsBoolean();
        }
        long begin = System.nanoTime();
        do {
            for (int i = 0; i < LOOKS_BETWEEN_YIELDS; i++) {
                if (condition.getAsBoolean()) {
                    return true;
                }
                Thread.onSpinWait();
            }
            Thread.yield();
        } while (System.nanoTime() - begin < MOMENT_NANOS);
        return false;
    }
}
