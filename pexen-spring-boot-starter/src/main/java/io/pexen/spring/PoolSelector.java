package io.pexen.spring;

import io.pexen.pool.WorkerPool;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Determines the pool that a sched runs on, and the other pools that its tasks may name. */
final class PoolSelector {

    private final ListableBeanFactory beans;
    private final PexenProperties properties;

    PoolSelector(ListableBeanFactory beans, PexenProperties properties) {
        this.beans = beans;
        this.properties = properties;
    }

    /** The pool that a sched names, or else the default pool. */
    WorkerPool poolOf(String sched) {
        String own = properties.sched(sched).pool();
        if (own != null) {
            return named("pexen.scheds." + sched + ".pool", own);
        }
        return defaultPool();
    }

    /**
     * The pool of scheds that name none: the one that the application, or a test, has marked as primary; otherwise the
     * one that {@code pexen.pool} names, which is primary if it was created from properties; otherwise the only one.
     */
    WorkerPool defaultPool() {
        WorkerPool configured = properties.pool() == null ? null : named("pexen.pool", properties.pool());
        WorkerPool primaryOrOnly = beans.getBeanProvider(WorkerPool.class).getIfUnique();
        if (primaryOrOnly != null) {
            return primaryOrOnly;
        }
        if (configured == null) {
            throw new StartupProblemsException(new StartupProblem(
                    "The property pexen.pool is not set, and there is no single pool to use instead (known pools: "
                            + allowed() + ").",
                    "Set pexen.pool to the pool of scheds that name none, or mark a WorkerPool bean as primary."));
        }
        return configured;
    }

    /** All pools by the names by which they are known: those of their beans and those in the properties. */
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
                        "there is no pool of this name (known pools: " + allowed() + "); configure it as pexen.pools."
                                + name + ", or declare a WorkerPool bean of this name"));
    }

    private String allowed() {
        return Optional.of(Arrays.stream(beans.getBeanNamesForType(WorkerPool.class))
                        .map(bean -> NamedBean.nameOf(WorkerPool.class, bean))
                        .collect(Collectors.joining(", ")))
                .filter(names -> !names.isEmpty())
                .orElse("none");
    }
}
