package io.pexen.spring;

import io.pexen.LockScope;
import io.pexen.Sched;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the scheds of {@code pexen.scheds}: each has its pool and preset values, and no tasks yet. */
final class SchedFactory {

    private final PexenProperties properties;
    private final PoolSelector pools;
    private final LockScope lockScope;
    /** The beans of those that have been made. */
    private final Set<String> made = ConcurrentHashMap.newKeySet();

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
        made.add(NamedBean.beanName(Sched.class, name));
        return new Sched()
                .name(name)
                .pool(pools.poolOf(name))
                .addShared(settings.shared())
                .lockScope(lockScope);
    }

    /** Whether the sched of a bean was made here; a test may have put a spy in its place since. */
    boolean hasMade(String bean) {
        return made.contains(bean);
    }
}
