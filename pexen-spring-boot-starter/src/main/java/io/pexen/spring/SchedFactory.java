package io.pexen.spring;

import io.pexen.LockScope;
import io.pexen.Sched;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Creates the scheds of {@code pexen.scheds}, each with its pool and preset values but without tasks. */
final class SchedFactory {

    private final PexenProperties properties;
    private final PoolSelector pools;
    private final LockScope lockScope;
    /** The bean names of the scheds that have been created. */
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    SchedFactory(PexenProperties properties, PoolSelector pools, LockScope lockScope) {
        this.properties = properties;
        this.pools = pools;
        this.lockScope = lockScope;
    }

    /** Creates the sched with a name; a sched that is not configured gets the default settings. */
    Sched create(String name) {
        PexenProperties.Sched settings = properties.sched(name);
        PoolMaker.check(
                settings.runOnStartup() || !settings.exitCodeOnFailure(),
                "pexen.scheds." + name + ".exit-code-on-failure",
                true,
                "it applies only to the run on startup, which is not enabled; set pexen.scheds." + name
                        + ".run-on-startup=true, or remove it");
        made.add(NamedBean.beanName(Sched.class, name));
        return new Sched()
                .name(name)
                .pool(pools.poolOf(name))
                .addShared(settings.shared())
                .lockScope(lockScope);
    }

    /** Whether the sched of a bean was created here; a test may have replaced it by a spy since then. */
    boolean hasMade(String bean) {
        return made.contains(bean);
    }
}
