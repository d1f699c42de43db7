package io.pexen.spring.discovery;

import io.pexen.Sched;
import io.pexen.spring.PexenAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the discovery of {@link io.pexen.task.PexenTask} methods. */
@AutoConfiguration(after = PexenAutoConfiguration.class)
@ConditionalOnClass(Sched.class)
public final class PexenDiscoveryAutoConfiguration {

    /** Static, so that nothing else is instantiated for it, and every bean may have tasks. */
    @Bean
    static TaskRegistrar pexenTaskRegistrar(ConfigurableListableBeanFactory beans) {
        return new TaskRegistrar(beans);
    }
}
