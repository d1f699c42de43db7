package io.pexen.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.pexen.Sched;
import io.pexen.spring.PexenAutoConfiguration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters of {@link PexenMeters}, if there is a registry. Spring Boot binds the meters to it;
 * no bean of pexen injects the registry.
 */
@AutoConfiguration(
        after = PexenAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({Sched.class, MeterRegistry.class})
@ConditionalOnBean(MeterRegistry.class)
public final class PexenMetricsAutoConfiguration {

    @Bean
    StateMetrics pexenStateMetrics(ListableBeanFactory beans) {
        return new StateMetrics(beans);
    }

    @Bean
    RunMetrics pexenRunMetrics() {
        return new RunMetrics();
    }
}
