package io.pexen.spring;

import io.pexen.pool.WorkerPool;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Tells on which pool a sched runs, and which others its tasks may name. */
final class PoolSelector {

    private final ListableBeanFactory beans;
    private final PexenProperties properties;

    PoolSelector(ListableBeanFactory beans, PexenProperties properties) {
        this.beans = beans;
        this.properties = properties;
    }

    /** The pool that a sched names, else the default one. */
    WorkerPool poolOf(String sched) {
        String own = properties.sched(sched).pool();
        if (own != null) {
            return named("pexen.scheds." + sched + ".pool", own);
        }
        return defaultPool();
    }

    /**
     * The pool of scheds that name none: the one that the application has marked as primary, which may be a test; else
     * the one that {@code pexen.pool} names, which is primary if it was made of properties; else the only one.
     */
    WorkerPool defaultPool() {
        WorkerPool configured = properties.pool() == null ? null : named("pexen.pool", properties.pool());
        WorkerPool primaryOrOnly = beans.getBeanProvider(WorkerPool.class).getIfUnique();
        if (primaryOrOnly != null) {
            return primaryOrOnly;
        }
        if (configured == null) {
            throw new StartupProblemsException(new StartupProblem(
                    "The property pexen.pool is not set, and there is not just one pool, but " + allowed() + ".",
                    "Set pexen.pool to the pool that scheds shall run on which name none, or mark a WorkerPool bean"
                            + " as primary."));
        }
        return configured;
    }

    /** All pools by the names that go for them: those of their beans, and those in the properties. */
    Map<String, WorkerPool> all() {
        Map<String, WorkerPool> byBean = PexenBeans.pools(beans);
        Map<String, WorkerPool> all = new LinkedHashMap<>(byBean);
        byBean.forEach((bean, pool) -> all.putIfAbsent(NamedBean.nameOf(WorkerPool.class, bean), pool));
        return all;
    }

    private WorkerPool named(String property, String name) {
        return NamedBean.find(beans, WorkerPool.class, name)
                .map(bean -> beans.getBean(bean, WorkerPool.class))
                .orElseThrow(() -> new InvalidConfigurationPropertyValueException(
                        property,
                        name,
                        "there is no pool of this name, but " + allowed() + "; configure it as pexen.pools." + name
                                + " or declare a WorkerPool bean of this name"));
    }

    private String allowed() {
        return Optional.of(Arrays.stream(beans.getBeanNamesForType(WorkerPool.class))
                        .map(bean -> NamedBean.nameOf(WorkerPool.class, bean))
                        .collect(Collectors.joining(", ")))
                .filter(names -> !names.isEmpty())
                .orElse("none at all");
    }
}
