package io.pexen.spring;

import io.pexen.LockScope;
import io.pexen.Sched;

/** Makes the scheds of {@code pexen.scheds}: each has its pool and preset values, and no tasks yet. */
final class SchedFactory {

    private final PexenProperties properties;
    private final PoolSelector pools;
    private final LockScope lockScope;

    SchedFactory(PexenProperties properties, PoolSelector pools, LockScope lockScope) {
        this.properties = properties;
        this.pools = pools;
        this.lockScope = lockScope;
    }

    /** Makes the sched of a name; a sched that is not configured has the default settings. */
    Sched create(String name) {
        return new Sched()
                .name(name)
                .pool(pools.poolOf(name))
                .addShared(properties.sched(name).shared())
                .lockScope(lockScope);
    }
}
