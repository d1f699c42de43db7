package io.pexen.spring.lifecycle;

import io.pexen.Sched;
import io.pexen.spring.PexenAutoConfiguration;
import io.pexen.spring.PexenProperties;
import java.time.Duration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of runs on startup and of the graceful end of runs at shutdown. */
@AutoConfiguration(after = PexenAutoConfiguration.class)
@ConditionalOnClass(Sched.class)
public final class PexenLifecycleAutoConfiguration {

    @Bean
    StartupRuns pexenStartupRuns(ListableBeanFactory beans, PexenProperties properties) {
        return new StartupRuns(beans, properties);
    }

    @Bean
    RunningRuns pexenRunningRuns() {
        return new RunningRuns();
    }

    @Bean
    GracefulShutdown pexenGracefulShutdown(RunningRuns runs, PexenProperties properties) {
        Duration timeout = properties.shutdown().timeout();
        if (timeout.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    "pexen.shutdown.timeout", timeout, "the time limit must not be negative");
        }
        return new GracefulShutdown(runs, properties.shutdown());
    }
}
