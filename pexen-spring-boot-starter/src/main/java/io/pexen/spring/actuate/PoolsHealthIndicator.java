package io.pexen.spring.actuate;

import io.pexen.pool.WorkerPool;
import io.pexen.process.ProcessWorkerPool;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down if a pool cannot work; failed tasks do not affect health. */
final class PoolsHealthIndicator extends AbstractHealthIndicator {

    private final Collection<WorkerPool> pools;

    PoolsHealthIndicator(Collection<WorkerPool> pools) {
        super("pexen health check failed");
        this.pools = pools;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        for (WorkerPool pool : pools) {
            String problem = problem(pool);
            if (problem != null) {
                builder.down();
            }
            builder.withDetail(pool.name(), problem == null ? "open" : problem);
        }
    }

    /** Why a pool cannot work; null if it can. */
    private static @Nullable String problem(WorkerPool pool) {
        if (pool.isClosed()) {
            return "closed";
        }
        return pool instanceof ProcessWorkerPool processes
                ? processes.problem().map(Throwable::getMessage).orElse(null)
                : null;
    }
}
