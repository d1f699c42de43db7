package io.pexen.spring;

import io.pexen.LockScope;
import io.pexen.Sched;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/** Auto-configuration of pools, scheds and the lock scope that all scheds of the context share. */
@AutoConfiguration(after = TaskExecutionAutoConfiguration.class) // which may declare a TaskDecorator
@ConditionalOnClass(Sched.class)
@EnableConfigurationProperties(PexenProperties.class)
public final class PexenAutoConfiguration {

    /** Static, so that it does not cause this configuration class to be instantiated early. */
    @Bean
    static NamedBeansRegistrar pexenNamedBeansRegistrar(Environment environment) {
        return new NamedBeansRegistrar(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    LockScope pexenLockScope() {
        return new LockScope();
    }

    @Bean
    PoolFactory pexenPoolFactory(PexenProperties properties, ObjectProvider<PoolMaker> makers) {
        return new PoolFactory(properties, makers.orderedStream().toList());
    }

    @Bean
    @ConditionalOnBean(TaskDecorator.class)
    TaskDecorations pexenTaskDecorations(ListableBeanFactory beans) {
        return new TaskDecorations(beans);
    }

    @Bean
    ThreadPoolMaker pexenThreadPoolMaker(
            Environment environment,
            ConfigurableBeanFactory beans,
            ObjectProvider<TaskDecorations> decorations,
            ObjectProvider<ThreadWorkerPoolCustomizer> customizers) {
        return new ThreadPoolMaker(
                environment,
                PoolMaker.beanClassLoader(beans),
                decorations.getIfAvailable(),
                customizers.orderedStream().toList());
    }

    @Bean
    PoolSelector pexenPoolSelector(ListableBeanFactory beans, PexenProperties properties) {
        return new PoolSelector(beans, properties);
    }

    @Bean
    SchedFactory pexenSchedFactory(PexenProperties properties, PoolSelector pools, LockScope lockScope) {
        return new SchedFactory(properties, pools, lockScope);
    }

    /** Static, so that it does not cause this configuration class to be instantiated early. */
    @Bean
    static SchedInitializer pexenSchedInitializer(ListableBeanFactory beans) {
        return new SchedInitializer(beans);
    }
}
