package io.pexen.spring;

import io.pexen.pool.WorkerPool;
import io.pexen.spring.PexenProperties.Pool;
import java.util.List;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Creates the pools of {@code pexen.pools}, each when its bean is needed. The context closes them. */
final class PoolFactory {

    private final PexenProperties properties;
    private final List<PoolMaker> makers;

    PoolFactory(PexenProperties properties, List<PoolMaker> makers) {
        this.properties = properties;
        this.makers = makers;
    }

    /** Creates the pool with a name; a pool that is not configured gets the default settings. */
    WorkerPool create(String name) {
        Pool pool = properties.pools().getOrDefault(name, Pool.DEFAULTS);
        PoolChecks.check(name, pool);
        return makers.stream()
                .filter(maker -> maker.type() == pool.type())
                .findFirst()
                .orElseThrow(() -> new InvalidConfigurationPropertyValueException(
                        "pexen.pools." + name + ".type",
                        pool.type(),
                        "no auto-configuration creates pools of this type"))
                .make(name, pool);
    }
}
