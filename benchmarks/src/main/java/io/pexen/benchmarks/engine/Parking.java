package io.pexen.benchmarks.engine;

import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A place to wait for a condition: waiters spin for a moment, then park. A waiter registers itself before it checks the
 * condition for the last time; a thread that makes the condition true looks for waiters afterwards. So one of the two
 * sees the other, and no signal is lost.
 */
final class Parking {

    private static final long SPIN_NANOS = 20_000;
    private static final int SPINS_PER_LOOK = 32;

    private final ConcurrentLinkedQueue<Thread> sleepers = new ConcurrentLinkedQueue<>();

    /** Waits until the condition is true. */
    @SuppressWarnings("ThreadPriorityCheck") // there may be more threads than processors
    void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        do {
            for (int i = 0; i < SPINS_PER_LOOK; i++) {
                if (condition.getAsBoolean()) {
                    return;
                }
                Thread.onSpinWait();
            }
            Thread.yield();
        } while (System.nanoTime() - begin < SPIN_NANOS);
        park(condition);
    }

    private void park(BooleanSupplier condition) {
        Thread me = Thread.currentThread();
        boolean isTrue = false;
        while (!isTrue) {
            sleepers.add(me);
            VarHandle.fullFence();
            isTrue = condition.getAsBoolean();
            if (!isTrue) {
                LockSupport.park(this);
                isTrue = condition.getAsBoolean();
            }
            sleepers.remove(me);
        }
    }

    /** Wakes all waiters, after a condition has become true. */
    void signal() {
        VarHandle.fullFence();
        for (Thread sleeper = sleepers.poll(); sleeper != null; sleeper = sleepers.poll()) {
            LockSupport.unpark(sleeper);
        }
    }
}
