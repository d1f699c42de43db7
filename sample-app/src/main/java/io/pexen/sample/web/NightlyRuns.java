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
 * Runs the sched {@code nightly} on request, in the background, one run at a time. Locks would keep two runs from
 * spoiling a table, but a report of the one could see what the other has loaded.
 */
@Component
class NightlyRuns {

    private final Sched nightly;
    private final TaskExecutor executor;

    /** Whether a run is requested or under way, wherever it was started. */
    private final AtomicBoolean busy = new AtomicBoolean();

    NightlyRuns(@Qualifier("nightly") Sched nightly, @Qualifier("applicationTaskExecutor") TaskExecutor executor) {
        this.nightly = nightly;
        this.executor = executor;
    }

    /** Starts a run, unless one is requested or under way. */
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

    /** Results arrive as events, so nobody here looks at them. */
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

    /** Comes before listeners without an order: who hears from them that a run has ended may ask for the next. */
    @EventListener
    @Order(0)
    void on(RunEnded event) {
        busy.set(false);
    }
}
