package io.pexen.spring.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.run.RunHandle;
import io.pexen.spring.PexenAutoConfiguration;
import io.pexen.spring.discovery.PexenDiscoveryAutoConfiguration;
import io.pexen.task.PexenTask;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Runs on startup, in applications that are really started. */
class StartupRunsTest {

    @Test
    void runsWhatIsToRunWhenTheApplicationHasStarted() {
        try (ConfigurableApplicationContext app = start("pexen.scheds.good.run-on-startup=true")) {
            assertThat(app.getBean(App.class).ran).containsExactly("good");
        }
    }

    @Test
    void runsNothingUnlessTold() {
        try (ConfigurableApplicationContext app = start()) {
            assertThat(app.getBean(App.class).ran).isEmpty();
        }
    }

    @Test
    void runsSeveralSchedsOneAfterAnother() {
        try (ConfigurableApplicationContext app =
                start("pexen.scheds.bad.run-on-startup=true", "pexen.scheds.good.run-on-startup=true")) {
            assertThat(app.getBean(App.class).ran).containsExactlyInAnyOrder("bad", "good");
        }
    }

    @Test
    void keepsTheExitCodeOfAFailureAtZeroByDefault() {
        assertThat(exitCode("pexen.scheds.bad.run-on-startup=true")).isZero();
    }

    @Test
    void turnsAFailureIntoTheExitCodeIfTold() {
        assertThat(exitCode("pexen.scheds.bad.run-on-startup=true", "pexen.scheds.bad.exit-code-on-failure=true"))
                .isEqualTo(1);
        assertThat(exitCode("pexen.scheds.good.run-on-startup=true", "pexen.scheds.good.exit-code-on-failure=true"))
                .isZero();
    }

    @Test
    void takesNoRunThatWasCancelledForAFailure() {
        assertThat(exitCode(
                        "pexen.scheds.stopped.run-on-startup=true", "pexen.scheds.stopped.exit-code-on-failure=true"))
                .isZero();
    }

    private static int exitCode(String... properties) {
        return SpringApplication.exit(start(properties));
    }

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(App.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "pexen.scheds.good.shared.a=1",
                        "pexen.scheds.bad.shared.a=1",
                        "pexen.scheds.stopped.shared.a=1")
                .properties(properties)
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PexenAutoConfiguration.class,
        PexenDiscoveryAutoConfiguration.class,
        PexenLifecycleAutoConfiguration.class
    })
    static class App {
        final List<String> ran = new CopyOnWriteArrayList<>();

        @Autowired
        @Qualifier("stopped")
        ObjectProvider<Sched> stopped;

        @PexenTask(sched = "good")
        void good() {
            ran.add("good");
        }

        /** Cancels its own run, and is interrupted by that. */
        @PexenTask(sched = "stopped")
        void stopped() throws InterruptedException {
            stopped.getObject().activeRuns().forEach(RunHandle::cancel);
            new CountDownLatch(1).await();
        }

        @PexenTask(sched = "bad")
        void bad() {
            ran.add("bad");
            throw new IllegalStateException("expected");
        }
    }
}
