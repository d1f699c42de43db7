package io.pexen.spring;

import io.pexen.LockScope;
import io.pexen.RunListener;
import io.pexen.Sched;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Gives every sched of the context, also those that the application declares itself, what belongs to the context: the
 * common lock scope, the default pool if it has none, and all {@link RunListener} beans in their order.
 */
final class SchedInitializer implements SmartInitializingSingleton {

    private final ListableBeanFactory beans;

    SchedInitializer(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        LockScope lockScope = beans.getBean(LockScope.class);
        List<RunListener> listeners =
                beans.getBeanProvider(RunListener.class).orderedStream().toList();
        for (Sched sched : beans.getBeansOfType(Sched.class, false, true).values()) {
            sched.lockScope(lockScope);
            if (sched.pool() == null) {
                sched.pool(beans.getBean(PoolSelector.class).defaultPool());
            }
            listeners.forEach(sched::addListener);
        }
    }
}
