package io.pexen.spring;

import static io.pexen.spring.PexenProperties.DEFAULT_NAME;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each configured pool and sched, and the default ones if the application declares none. It runs
 * after the application's own beans and all auto-configurations are registered, and does not replace beans with the
 * same names.
 *
 * <p>Ahead-of-time processing leaves out what is registered here and runs this again when the application starts. So
 * the names are those in the properties at that time.
 */
final class NamedBeansRegistrar implements BeanDefinitionRegistryPostProcessor {

    private final Environment environment;

    /** Names of beans by the plain names that become their aliases. */
    private final Map<String, String> aliases = new LinkedHashMap<>();

    /** The types for which the application has marked no bean as primary. */
    private final Set<Class<?>> withoutPrimary = new HashSet<>();

    NamedBeansRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) registry;
        PexenProperties properties = Binder.get(environment).bindOrCreate("pexen", PexenProperties.class);
        int history = properties.endpoint().history();
        PoolMaker.check(history >= 0, "pexen.endpoint.history", history, "the number of runs must be >= 0");
        for (Class<?> type : Set.of(WorkerPool.class, Sched.class)) {
            if (!hasPrimary(beans, type)) {
                withoutPrimary.add(type);
            }
        }
        String primaryPool = properties.pool() == null ? DEFAULT_NAME : properties.pool();
        for (String name : pools(beans, properties)) {
            register(
                    beans,
                    WorkerPool.class,
                    name,
                    name.equals(primaryPool),
                    () -> beans.getBean(PoolFactory.class).create(name));
        }
        for (String name : scheds(beans, properties)) {
            register(
                    beans,
                    Sched.class,
                    name,
                    name.equals(DEFAULT_NAME),
                    () -> beans.getBean(SchedFactory.class).create(name));
        }
    }

    private static Set<String> pools(DefaultListableBeanFactory beans, PexenProperties properties) {
        Set<String> pools = new LinkedHashSet<>(properties.pools().keySet());
        if (pools.isEmpty() && hasNone(beans, WorkerPool.class)) {
            pools.add(DEFAULT_NAME);
        }
        return pools;
    }

    private Set<String> scheds(DefaultListableBeanFactory beans, PexenProperties properties) {
        Set<String> scheds = new LinkedHashSet<>(properties.scheds().keySet());
        if (hasNone(beans, Sched.class) && (scheds.isEmpty() || TasksWithoutSched.exist(beans, environment))) {
            scheds.add(DEFAULT_NAME);
        }
        return scheds;
    }

    private static boolean hasNone(DefaultListableBeanFactory beans, Class<?> type) {
        return beans.getBeanNamesForType(type, true, false).length == 0;
    }

    private static boolean hasPrimary(DefaultListableBeanFactory beans, Class<?> type) {
        for (String name : beans.getBeanNamesForType(type, true, false)) {
            if (beans.containsBeanDefinition(name)
                    && beans.getBeanDefinition(name).isPrimary()) {
                return true;
            }
        }
        return false;
    }

    private <T> void register(
            DefaultListableBeanFactory beans,
            Class<T> type,
            String name,
            boolean primary,
            Supplier<? extends T> maker) {
        if (NamedBean.find(beans, type, name).isPresent()) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setBeanClass(type);
        definition.setInstanceSupplier(maker);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setPrimary(primary && withoutPrimary.contains(type));
        definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
        beans.registerBeanDefinition(NamedBean.beanName(type, name), definition);
        aliases.putIfAbsent(name, NamedBean.beanName(type, name));
    }

    /** Called when all beans are defined, so that an alias conflicts with none of them. */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) factory;
        aliases.forEach((name, bean) -> {
            if (!beans.isBeanNameInUse(name)) {
                beans.registerAlias(bean, name);
            }
        });
        // A resolver other than Spring's own stays in place; names of parameters then mean what they mean to Spring.
        if (beans.getAutowireCandidateResolver().getClass() == ContextAnnotationAutowireCandidateResolver.class) {
            beans.setAutowireCandidateResolver(new NamedBeanResolver(beans, withoutPrimary));
        }
    }
}
