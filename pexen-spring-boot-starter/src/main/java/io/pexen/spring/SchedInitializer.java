package io.pexen.spring;

import io.pexen.LockScope;
import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunListener;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Sets up every sched of the context, including those that the application declares itself: the shared lock scope, the
 * default pool if it has none, all pools that its tasks may name, its bean's name if it has none, all
 * {@link RunListener} beans in their order, what {@link SchedCustomizer} beans set, and its tasks. Until then the sched
 * refuses runs, which would do nothing or too little. It runs before other post-processors because scheds that those
 * need are created early.
 */
final class SchedInitializer implements BeanPostProcessor, SmartInitializingSingleton, PriorityOrdered {

    private static final String UNNAMED = new Sched().name();

    private final ListableBeanFactory beans;

    private volatile boolean ready;

    SchedInitializer(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof Sched sched && !ready && beans.containsBean(name) && beans.isSingleton(name)) {
            sched.refuseRuns("sched \"" + NamedBean.nameOf(Sched.class, name)
                    + "\" cannot run yet: the application is starting, and tasks are added once all singletons"
                    + " exist; run it after that, in an ApplicationRunner, a listener for ApplicationReadyEvent or"
                    + " SmartLifecycle.start(), not in a constructor or a @PostConstruct method");
        }
        return bean;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<String, Sched> scheds = PexenBeans.scheds(beans);
        LockScope lockScope = beans.getBean(LockScope.class);
        PoolSelector selector = beans.getBean(PoolSelector.class);
        Map<String, WorkerPool> pools = selector.all();
        List<RunListener> listeners =
                beans.getBeanProvider(RunListener.class).orderedStream().toList();
        SchedFactory factory = beans.getBean(SchedFactory.class);
        List<SchedCustomizer> customizers =
                beans.getBeanProvider(SchedCustomizer.class).orderedStream().toList();
        scheds.forEach((bean, sched) -> {
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
            if (factory.hasMade(bean)) {
                customizers.forEach(customizer -> customizer.customize(sched));
            }
        });
        beans.getBeanProvider(TaskContributor.class).orderedStream().forEach(TaskContributor::addTasks);
        ready = true;
        scheds.values().forEach(sched -> sched.refuseRuns(null));
        if (!beans.getBean(PexenProperties.class).worker()) { // its pools replace those of the parent
            StartupReport.log(scheds, PexenBeans.pools(beans).values());
        }
    }
}
