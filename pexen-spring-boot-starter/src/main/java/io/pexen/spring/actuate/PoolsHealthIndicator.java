package io.pexen.spring.actuate;

import io.pexen.pool.WorkerPool;
import java.util.Collection;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down if a pool cannot work; failed tasks are no matter of health. */
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
            if (pool.isClosed()) {
                builder.down();
            }
            builder.withDetail(pool.name(), pool.isClosed() ? "closed" : "open");
        }
    }
}
