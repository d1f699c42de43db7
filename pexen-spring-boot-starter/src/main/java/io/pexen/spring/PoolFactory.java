package io.pexen.spring;

import io.pexen.pool.WorkerPool;
import io.pexen.spring.PexenProperties.Pool;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes the pools of {@code pexen.pools}, each when its bean is needed. The context closes them. */
final class PoolFactory {

    private final PexenProperties properties;
    private final List<PoolMaker> makers;

    PoolFactory(PexenProperties properties, List<PoolMaker> makers) {
        this.properties = properties;
        this.makers = makers;
    }

    /** Makes the pool of a name; a pool that is not configured has the default settings. */
    WorkerPool create(String name) {
        Pool pool = properties.pools().getOrDefault(name, Pool.DEFAULTS);
        String prefix = "pexen.pools." + name;
        int workers = pool.workersOf(name);
        PoolMaker.check(workers >= 1, prefix + ".workers", workers, "workers must be >= 1");
        PoolMaker.check(pool.spare() >= 0, prefix + ".spare", pool.spare(), "spare must be >= 0");
        if (pool.gracePeriod() != null) {
            PoolMaker.check(
                    pool.gracePeriod().compareTo(Duration.ZERO) >= 0,
                    prefix + ".grace-period",
                    pool.gracePeriod(),
                    "the grace period must not be negative");
        }
        return makers.stream()
                .filter(maker -> maker.type() == pool.type())
                .findFirst()
                .orElseThrow(() -> new InvalidConfigurationPropertyValueException(
                        prefix + ".type", pool.type(), "no auto-configuration makes pools of this type"))
                .make(name, pool);
    }
}
