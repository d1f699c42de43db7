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
        PexenProperties.Sched settings = properties.sched(name);
        PoolMaker.check(
                settings.runOnStartup() || !settings.exitCodeOnFailure(),
                "pexen.scheds." + name + ".exit-code-on-failure",
                true,
                "it concerns the run on start-up, and there is none; set pexen.scheds." + name
                        + ".run-on-startup=true, or take it away");
        return new Sched()
                .name(name)
                .pool(pools.poolOf(name))
                .addShared(settings.shared())
                .lockScope(lockScope);
    }
}
