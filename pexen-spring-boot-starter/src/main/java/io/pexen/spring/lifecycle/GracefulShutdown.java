package io.pexen.spring.lifecycle;

import io.pexen.spring.PexenProperties.Shutdown;
import io.pexen.spring.PexenProperties.ShutdownMode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Drains or cancels active runs when the application stops, within a time limit. A run that is being drained is
 * cancelled after half of the limit, and then has the other half to end. This happens after the web server has stopped
 * accepting requests, while it can still send results; pools and other beans are closed later.
 */
final class GracefulShutdown implements SmartLifecycle {

    /**
     * Between the two phases of the web server, {@code GRACEFUL_SHUTDOWN_PHASE} and {@code START_STOP_LIFECYCLE_PHASE}.
     */
    private static final int PHASE = DEFAULT_PHASE - 1024 - 512;

    private static final Logger log = LoggerFactory.getLogger(GracefulShutdown.class);

    private final RunningRuns runs;
    private final Shutdown settings;

    private volatile boolean running;

    GracefulShutdown(RunningRuns runs, Shutdown settings) {
        this.runs = runs;
        this.settings = settings;
    }

    @Override
    public void start() {
        runs.refuse(false);
        running = true;
    }

    @Override
    public void stop() {
        runs.refuse(true);
        try {
            if (!end(runs)) {
                log.warn(
                        "Still active after {}, the limit of pexen.shutdown.timeout: {}",
                        settings.timeout(),
                        runs.text());
            }
        } catch (InterruptedException e) {
            runs.cancel();
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    private boolean end(RunningRuns runs) throws InterruptedException {
        Duration left = settings.timeout();
        if (settings.mode() == ShutdownMode.DRAIN) {
            left = left.dividedBy(2);
            if (runs.count() > 0) {
                log.info("Waiting for {} to end", runs.text());
            }
            if (runs.await(left)) {
                return true;
            }
        }
        if (runs.count() > 0) {
            log.info("Cancelling {}", runs.text());
        }
        runs.cancel();
        return runs.await(left);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
