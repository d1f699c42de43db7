package io.pexen.stress;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Those who end runs and close pools from outside, each once: at its tick, or earlier if nothing happens any more,
 * since bodies may wait for just that.
 */
final class Enders {

    private static final long STILL_NANOS = 1_000_000;

    private record Ender(int due, Runnable action) {}

    private final World world;
    private final Queue<Ender> added = new ConcurrentLinkedQueue<>();

    /** The threads that drive root runs, or null. Guarded by this. */
    private final Thread[] drivers;

    private volatile boolean over;

    Enders(World world) {
        this.world = world;
        drivers = new Thread[world.plan.roots().size()];
        for (int[] close : world.plan.closes()) {
            added.add(new Ender(close[1], () -> world.pools.get(close[0]).pool.close()));
        }
    }

    /** A run has been started. */
    void started(Execution run) {
        int due = world.journal.ticks() + run.plan.when();
        switch (run.plan.ending()) {
            case CANCELLED -> added.add(new Ender(due, () -> run.handle().cancel()));
            case CLOSED -> added.add(new Ender(due, run::close));
            case INTERRUPTED -> added.add(new Ender(due, () -> interrupt(run.plan)));
            default -> {}
        }
    }

    private synchronized void interrupt(Plan.Run root) {
        Thread driver = drivers[world.plan.roots().indexOf(root)];
        if (driver != null) {
            driver.interrupt();
        }
    }

    /** The current thread drives a root run while it does this, and may be interrupted. */
    void drive(Plan.Run root, Runnable driving) {
        int index = world.plan.roots().indexOf(root);
        synchronized (this) {
            drivers[index] = Thread.currentThread();
        }
        try {
            driving.run();
        } finally {
            synchronized (this) {
                drivers[index] = null;
            }
        }
    }

    void end() {
        over = true;
    }

    /** Ends what is due, until all is over. */
    void work() {
        List<Ender> waiting = new ArrayList<>();
        int seen = -1;
        long since = System.nanoTime();
        while (!over) {
            for (Ender next = added.poll(); next != null; next = added.poll()) {
                waiting.add(next);
            }
            int now = world.journal.ticks();
            if (now != seen) {
                seen = now;
                since = System.nanoTime();
            }
            boolean still = System.nanoTime() - since > STILL_NANOS;
            for (Iterator<Ender> each = waiting.iterator(); each.hasNext(); ) {
                Ender ender = each.next();
                if (still || ender.due <= now) {
                    each.remove();
                    world.start(ender.action);
                }
            }
            LockSupport.parkNanos(50_000);
        }
    }
}
