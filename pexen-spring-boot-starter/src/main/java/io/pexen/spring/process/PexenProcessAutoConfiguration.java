package io.pexen.spring.process;

import io.pexen.Sched;
import io.pexen.process.WorkerListener;
import io.pexen.spring.PexenAutoConfiguration;
import io.pexen.spring.PoolMaker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of pools of worker processes. */
@AutoConfiguration(after = PexenAutoConfiguration.class)
@ConditionalOnClass(Sched.class)
public final class PexenProcessAutoConfiguration {

    @Bean
    ProcessPoolMaker pexenProcessPoolMaker(
            Environment environment,
            ConfigurableBeanFactory beans,
            ObjectProvider<ApplicationStart> start,
            ObjectProvider<WorkerListener> listeners,
            ObjectProvider<ProcessWorkerPoolCustomizer> customizers) {
        return new ProcessPoolMaker(
                environment,
                PoolMaker.beanClassLoader(beans),
                start.getIfAvailable(),
                listeners.orderedStream().toList(),
                customizers.orderedStream().toList());
    }
}
