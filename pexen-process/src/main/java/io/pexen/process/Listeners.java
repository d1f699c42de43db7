package io.pexen.process;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a pool. One that throws is logged, and keeps none of the others from being notified. */
record Listeners(String pool, List<WorkerListener> all) {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.worker");

    Listeners {
        all = List.copyOf(all);
    }

    void started(String worker, long pid, Duration took) {
        call(listener -> listener.workerStarted(pool, worker, pid, took));
    }

    void ended(String worker, WorkerEnd reason, int status) {
        call(listener -> listener.workerEnded(pool, worker, reason, status));
    }

    private void call(Consumer<WorkerListener> message) {
        for (WorkerListener listener : all) {
            try {
                message.accept(listener);
            } catch (Throwable e) {
                LOG.warn(
                        "pool \"{}\": listener {} failed",
                        pool,
                        listener.getClass().getName(),
                        e);
            }
        }
    }
}
