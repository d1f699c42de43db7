package io.pexen.spring.json;

import io.pexen.Sched;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JacksonModule;

/** Auto-configuration of the JSON format of results and runs; Spring Boot registers the module with its JSON mapper. */
@AutoConfiguration
@ConditionalOnClass({Sched.class, JacksonModule.class})
public final class PexenJsonAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    PexenJsonModule pexenJsonModule() {
        return new PexenJsonModule();
    }
}
