package io.pexen.spring.logging;

import io.pexen.Sched;
import io.pexen.spring.PexenAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the log of failed tasks; {@code pexen.log-failures=false} turns it off. */
@AutoConfiguration(after = PexenAutoConfiguration.class)
@ConditionalOnClass(Sched.class)
@ConditionalOnBooleanProperty(name = "pexen.log-failures", matchIfMissing = true)
public final class PexenLoggingAutoConfiguration {

    @Bean
    FailureLog pexenFailureLog() {
        return new FailureLog();
    }
}
