package io.pexen.sample.web;

import io.pexen.Sched;
import io.pexen.spring.event.RunEnded;
import io.pexen.spring.event.RunStarted;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.stereotype.Component;

/**
 * Runs the sched {@code nightly} on request, in the background, one run at a time. Locks would keep two concurrent runs
 * from corrupting a table, but a report of one run could see what the other has loaded.
 */
@Component
class NightlyRuns {

    private final Sched nightly;
    private final TaskExecutor executor;

    /** Whether a run has been requested or is active, wherever it was started. */
    private final AtomicBoolean busy = new AtomicBoolean();

    NightlyRuns(@Qualifier("nightly") Sched nightly, @Qualifier("applicationTaskExecutor") TaskExecutor executor) {
        this.nightly = nightly;
        this.executor = executor;
    }

    /** Starts a run, unless one has been requested or is active. */
    boolean start() {
        if (!busy.compareAndSet(false, true)) {
            return false;
        }
        try {
            executor.execute(this::run);
        } catch (TaskRejectedException e) {
            busy.set(false);
            throw e;
        }
        return true;
    }

    /** Results arrive as events, so they are not used here. */
    private void run() {
        try {
            nightly.runAll();
        } catch (RuntimeException e) {
            busy.set(false);
            throw e;
        }
    }

    @EventListener
    void on(RunStarted event) {
        busy.set(true);
    }

    /**
     * Comes before listeners without an order: whatever learns from those that a run has ended may request the next
     * one.
     */
    @EventListener
    @Order(0)
    void on(RunEnded event) {
        busy.set(false);
    }
}
