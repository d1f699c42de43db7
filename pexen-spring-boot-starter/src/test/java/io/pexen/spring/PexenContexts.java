package io.pexen.spring;

import io.pexen.spring.discovery.PexenDiscoveryAutoConfiguration;
import io.pexen.spring.event.PexenEventsAutoConfiguration;
import io.pexen.spring.lifecycle.PexenLifecycleAutoConfiguration;
import io.pexen.spring.logging.PexenLoggingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Contexts for tests, with everything that a plain application has of pexen. */
public final class PexenContexts {

    private PexenContexts() {}

    public static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PropertyPlaceholderAutoConfiguration.class,
                        PexenAutoConfiguration.class,
                        PexenDiscoveryAutoConfiguration.class,
                        PexenEventsAutoConfiguration.class,
                        PexenLifecycleAutoConfiguration.class,
                        PexenLoggingAutoConfiguration.class));
    }
}
