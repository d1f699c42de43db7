package io.pexen.spring.actuate;

import io.pexen.Sched;
import io.pexen.spring.PexenAutoConfiguration;
import io.pexen.spring.PexenBeans;
import io.pexen.spring.PexenProperties;
import io.pexen.spring.PoolMaker;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the Actuator endpoint {@code pexen}, if it is exposed. */
@AutoConfiguration(after = PexenAutoConfiguration.class)
@ConditionalOnClass({Sched.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnAvailableEndpoint(PexenEndpoint.class)
public final class PexenEndpointAutoConfiguration {

    @Bean
    RunHistory pexenRunHistory(PexenProperties properties) {
        return new RunHistory(properties.endpoint().history());
    }

    @Bean
    @ConditionalOnMissingBean
    PexenEndpoint pexenEndpoint(ConfigurableListableBeanFactory beans, RunHistory history) {
        return new PexenEndpoint(
                PexenBeans.scheds(beans).values(),
                PexenBeans.pools(beans).values(),
                history,
                new BackgroundRuns(PoolMaker.beanClassLoader(beans)));
    }
}
