package io.pexen.spring;

import io.pexen.LockScope;
import io.pexen.RunListener;
import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Gives every sched of the context, also those that the application declares itself, what belongs to the context: the
 * common lock scope, the default pool if it has none, all pools that its tasks may name, its bean's name if it has none, and all {@link RunListener} beans
 * in their order.
 */
final class SchedInitializer implements SmartInitializingSingleton {

    private static final String UNNAMED = new Sched().name();

    private final ListableBeanFactory beans;

    SchedInitializer(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        LockScope lockScope = beans.getBean(LockScope.class);
        PoolSelector selector = beans.getBean(PoolSelector.class);
        Map<String, WorkerPool> pools = selector.all();
        List<RunListener> listeners =
                beans.getBeanProvider(RunListener.class).orderedStream().toList();
        beans.getBeansOfType(Sched.class, false, true).forEach((bean, sched) -> {
            sched.lockScope(lockScope);
            if (sched.name().equals(UNNAMED)) {
                sched.name(NamedBean.nameOf(Sched.class, bean));
            }
            if (sched.pool() == null) {
                sched.pool(selector.defaultPool());
            }
            pools.forEach((name, pool) -> {
                if (!sched.pools().containsKey(name)) {
                    sched.addPool(name, pool);
                }
            });
            listeners.forEach(sched::addListener);
        });
    }
}
