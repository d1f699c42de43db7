package io.pexen.stress;

import io.pexen.pool.PoolClosedException;
import io.pexen.run.RunInterruptedException;
import io.pexen.task.PexenException;

/** Says of what a run throws whether there was a reason for it. */
record Judge(Plan.Run plan, World world, Ban.Ground outside, Ban.Verdict verdict) {

    /**
     * The run, or its start, has thrown this.
     *
     * @param started whether it was thrown after the start
     */
    void threw(Throwable e, boolean started) {
        world.journal.tick();
        if (!isExpected(e, started)) {
            violation("3.9", "threw without a reason", e);
        }
    }

    private boolean isExpected(Throwable e, boolean started) {
        if (e instanceof RunInterruptedException || e instanceof InterruptedException) {
            return outside.interruptible() || world.mayKeepLocks(); // the run around may be ended for a circle (6.8)
        }
        if (e instanceof PoolClosedException) {
            return world.closesPools();
        }
        if (Faults.isBehind(e)) {
            return world.faults.has(Plan.Fault.KEYS)
                    || (world.faults.has(Plan.Fault.THREADS) && e instanceof PexenException);
        }
        String message = String.valueOf(e.getMessage());
        if (!(e instanceof PexenException)) {
            return false;
        }
        if (message.contains("waits for locks of other runs that wait for it")) {
            return plan.hasLocks() && world.mayKeepLocks();
        }
        if (verdict == Ban.Verdict.IF_IN_ORDER && !started && outside.isNamedIn(message)) {
            return world.ban.mayRefuse(outside, plan);
        }
        if (message.contains("processing the result of task")) {
            return plan.tasks().stream().anyMatch(Body::leaks);
        }
        return world.faults.has(Plan.Fault.THREADS);
    }

    /** A run that was forbidden has thrown this. */
    void refused(Throwable e) {
        if (e instanceof PoolClosedException || Faults.isBehind(e) || !(e instanceof PexenException)) {
            threw(e, false);
        } else if (e instanceof RunInterruptedException || !outside.isNamedIn(String.valueOf(e.getMessage()))) {
            violation("6.7", "was refused, and the error does not name who holds locks", e);
        }
    }

    /** A run that was forbidden has thrown nothing. */
    void notRefused() {
        if (outside.holds(plan.scope())) {
            violation("6.7", "was not refused", null);
        }
    }

    void violation(String rule, String what, Throwable e) {
        world.journal.violation(rule, "run " + plan.name() + ", inside of " + outside + ", " + what, e);
    }
}
