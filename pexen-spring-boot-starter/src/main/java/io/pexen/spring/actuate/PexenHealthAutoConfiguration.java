package io.pexen.spring.actuate;

import io.pexen.Sched;
import io.pexen.spring.PexenAutoConfiguration;
import io.pexen.spring.PexenBeans;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of pools; {@code management.health.pexen.enabled=false} turns it off. */
@AutoConfiguration(after = PexenAutoConfiguration.class)
@ConditionalOnClass({Sched.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("pexen")
public final class PexenHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "pexenHealthIndicator")
    HealthIndicator pexenHealthIndicator(ListableBeanFactory beans) {
        return new PoolsHealthIndicator(PexenBeans.pools(beans).values());
    }
}
