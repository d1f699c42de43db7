package io.pexen.spring;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.spring.PexenProperties.Pool;
import java.time.Duration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/** Makes the pools of {@code pexen.pools}, each when its bean is needed. The context closes them. */
final class PoolFactory {

    private final PexenProperties properties;
    private final Environment environment;

    PoolFactory(PexenProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** Makes the pool of a name; a pool that is not configured has the default settings. */
    WorkerPool create(String name) {
        Pool pool = properties.pools().getOrDefault(name, Pool.DEFAULTS);
        String prefix = "pexen.pools." + name;
        check(pool.workers() >= 1, prefix + ".workers", pool.workers(), "workers must be >= 1");
        check(pool.spare() >= 0, prefix + ".spare", pool.spare(), "spare must be >= 0");
        check(
                pool.gracePeriod().compareTo(Duration.ZERO) >= 0,
                prefix + ".grace-period",
                pool.gracePeriod(),
                "the grace period must not be negative");
        return switch (pool.type()) {
            case THREAD ->
                ThreadWorkerPool.builder()
                        .name(name)
                        .workers(pool.workers())
                        .spare(pool.spare())
                        .virtual(virtual(pool, prefix))
                        .gracePeriod(pool.gracePeriod())
                        .build();
        };
    }

    private boolean virtual(Pool pool, String prefix) {
        if (pool.virtual() == null) {
            return Threading.VIRTUAL.isActive(environment);
        }
        check(
                !pool.virtual() || ThreadWorkerPool.virtualThreadsAvailable(),
                prefix + ".virtual",
                true,
                "virtual threads need Java 21 or newer, this is Java "
                        + Runtime.version().feature());
        return pool.virtual();
    }

    private static void check(boolean valid, String property, Object value, String rule) {
        if (!valid) {
            throw new InvalidConfigurationPropertyValueException(property, value, rule);
        }
    }
}
