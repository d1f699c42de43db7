package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.spring.actuate.PexenEndpointAutoConfiguration;
import io.pexen.spring.actuate.PexenHealthAutoConfiguration;
import io.pexen.spring.discovery.PexenDiscoveryAutoConfiguration;
import io.pexen.spring.event.PexenEventsAutoConfiguration;
import io.pexen.spring.json.PexenJsonAutoConfiguration;
import io.pexen.spring.lifecycle.PexenLifecycleAutoConfiguration;
import io.pexen.spring.logging.PexenLoggingAutoConfiguration;
import io.pexen.spring.metrics.PexenMetricsAutoConfiguration;
import io.pexen.task.PexenTask;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/**
 * All auto-configurations, selected by their conditions on classes as in an application, without some of the optional
 * modules.
 */
class AbsentModulesTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(App.class);

    @Test
    void listsAllOfThemForSpringBoot() {
        ImportCandidates listed =
                ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader());
        assertThat(listed)
                .contains(Arrays.stream(App.class
                                .getAnnotation(ImportAutoConfiguration.class)
                                .value())
                        .map(Class::getName)
                        .filter(name -> name.startsWith("io.pexen"))
                        .toArray(String[]::new));
    }

    @Test
    void everythingIsThereWithAllModules() {
        context.withPropertyValues("management.endpoints.web.exposure.include=pexen")
                .run(ctx -> assertThat(ctx)
                        .hasNotFailed()
                        .hasBean("pexenEndpoint")
                        .hasBean("pexenHealthIndicator")
                        .hasBean("pexenRunMetrics")
                        .hasBean("pexenRunEventPublisher")
                        .hasBean("pexenGracefulShutdown"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "io.micrometer",
                "tools.jackson",
                "org.reactivestreams",
                "reactor"
            })
    void tasksRunWithout(String module) {
        context.withClassLoader(new FilteredClassLoader(module)).run(ctx -> {
            assertThat(ctx).hasNotFailed();
            assertThat(ctx.getBean(Sched.class).runAll()).hasSize(1);
        });
    }

    @Test
    void tasksRunWithoutAnyOfThem() {
        context.withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.actuate",
                        "org.springframework.boot.health",
                        "org.springframework.boot.micrometer",
                        "io.micrometer"))
                .run(ctx -> {
                    assertThat(ctx)
                            .hasNotFailed()
                            .doesNotHaveBean("pexenEndpoint")
                            .doesNotHaveBean("pexenHealthIndicator")
                            .doesNotHaveBean("pexenRunMetrics");
                    assertThat(ctx.getBean(Sched.class).runAll()).hasSize(1);
                });
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PexenAutoConfiguration.class,
        PexenDiscoveryAutoConfiguration.class,
        PexenEndpointAutoConfiguration.class,
        PexenEventsAutoConfiguration.class,
        PexenHealthAutoConfiguration.class,
        PexenJsonAutoConfiguration.class,
        PexenLifecycleAutoConfiguration.class,
        PexenLoggingAutoConfiguration.class,
        PexenMetricsAutoConfiguration.class,
        MetricsAutoConfiguration.class,
        SimpleMetricsExportAutoConfiguration.class
    })
    static class App {
        @PexenTask
        void work() {}
    }
}
