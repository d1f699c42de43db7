package io.pexen.process;

import io.pexen.internal.Daemons;
import io.pexen.internal.Nanos;
import io.pexen.pool.PoolConfig;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what has to be done when the grace period of a pool is over, on a thread that is started when it is needed. */
final class GraceTimer {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.worker");

    private final String pool;
    private final long nanos;
    private final ScheduledThreadPoolExecutor executor;

    GraceTimer(PoolConfig config) {
        pool = config.name();
        nanos = Nanos.of(config.gracePeriod());
        executor = new ScheduledThreadPoolExecutor(
                1, action -> Daemons.daemon(config.name() + "-timer", config.contextClassLoader(), action));
    }

    /** Does something when the grace period is over, unless this has been closed by then. */
    @SuppressWarnings("FutureReturnValueIgnored") // killing throws nothing
    void afterGracePeriod(Runnable action) {
        if (nanos == Nanos.FOREVER) {
            return;
        }
        try {
            executor.schedule(action, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("pool \"{}\" is closed, which kills its workers anyway", pool, e);
        } catch (OutOfMemoryError e) { // no more threads; whoever cancels a task has more to do than that
            LOG.warn(
                    "pool \"{}\" cannot start a thread, so a task that does not respond to its interrupt runs on",
                    pool,
                    e);
        }
    }

    void close() {
        executor.shutdownNow();
    }
}
