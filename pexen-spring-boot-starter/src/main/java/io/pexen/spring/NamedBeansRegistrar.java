package io.pexen.spring;

import static io.pexen.spring.PexenProperties.DEFAULT_NAME;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a bean for each pool and sched of the properties, and the default ones where the application declares none.
 * As all auto-configuration it comes after the application's own beans, and leaves names alone that those have taken.
 */
final class NamedBeansRegistrar implements ImportBeanDefinitionRegistrar {

    private final ListableBeanFactory beans;
    private final PexenProperties properties;

    NamedBeansRegistrar(BeanFactory beans, Environment environment) {
        this.beans = (ListableBeanFactory) beans;
        this.properties = Binder.get(environment).bindOrCreate("pexen", PexenProperties.class);
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        Set<String> pools = new LinkedHashSet<>(properties.pools().keySet());
        if (pools.isEmpty() && hasNone(WorkerPool.class)) {
            pools.add(DEFAULT_NAME);
        }
        Set<String> scheds = new LinkedHashSet<>(properties.scheds().keySet());
        if (hasNone(Sched.class)) {
            scheds.add(DEFAULT_NAME);
        }
        String primaryPool = properties.pool() == null ? DEFAULT_NAME : properties.pool();
        for (String name : pools) {
            register(registry, WorkerPool.class, name, "pexenPoolFactory", name.equals(primaryPool));
        }
        for (String name : scheds) {
            register(registry, Sched.class, name, "pexenSchedFactory", name.equals(DEFAULT_NAME));
        }
    }

    private boolean hasNone(Class<?> type) {
        return beans.getBeanNamesForType(type, true, false).length == 0;
    }

    private void register(
            BeanDefinitionRegistry registry, Class<?> type, String name, String factory, boolean primary) {
        if (NamedBean.find(beans, type, name).isPresent()) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setFactoryBeanName(factory);
        definition.setFactoryMethodName("create");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setPrimary(primary);
        String beanName = NamedBean.beanName(type, name);
        registry.registerBeanDefinition(beanName, definition);
        if (!registry.isBeanNameInUse(name)) {
            registry.registerAlias(beanName, name);
        }
    }
}
