package io.pexen.spring.event;

import io.pexen.Sched;
import io.pexen.spring.PexenAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of application events; {@code pexen.events.enabled=false} turns them off. */
@AutoConfiguration(after = PexenAutoConfiguration.class)
@ConditionalOnClass(Sched.class)
@ConditionalOnBooleanProperty(name = "pexen.events.enabled", matchIfMissing = true)
public final class PexenEventsAutoConfiguration {

    @Bean
    RunEventPublisher pexenRunEventPublisher(ApplicationEventPublisher events) {
        return new RunEventPublisher(events);
    }

    @Bean
    WorkerEventPublisher pexenWorkerEventPublisher(ApplicationEventPublisher events) {
        return new WorkerEventPublisher(events);
    }
}
