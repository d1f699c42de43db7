package io.pexen.spring.lifecycle;

import io.pexen.Sched;
import io.pexen.run.RunSummary;
import io.pexen.spring.NamedBean;
import io.pexen.spring.PexenBeans;
import io.pexen.spring.PexenProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;

/**
 * Runs the scheds that are to run on startup when the application has started, one after another in the order of the
 * properties; the application counts as ready when they have ended. If the properties say so, a failed run makes
 * {@code SpringApplication.exit} return 1; a cancelled run does not. A mock that replaces a sched in a test is not run,
 * because the test might count that as a call.
 */
final class StartupRuns implements ApplicationRunner, ExitCodeGenerator {

    private static final Logger log = LoggerFactory.getLogger(StartupRuns.class);

    private final ListableBeanFactory beans;
    private final PexenProperties properties;

    /** Written by the thread that starts the application, read by the thread that exits. */
    private volatile int exitCode;

    StartupRuns(ListableBeanFactory beans, PexenProperties properties) {
        this.beans = beans;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments args) {
        properties.scheds().forEach((name, settings) -> {
            if (settings.runOnStartup()) {
                Sched sched = sched(name);
                boolean failed = !PexenBeans.isMock(sched) && run(name, sched).outcome() == RunSummary.Outcome.FAILED;
                if (failed && settings.exitCodeOnFailure()) {
                    exitCode = 1;
                }
            }
        });
    }

    private Sched sched(String name) {
        return NamedBean.find(beans, Sched.class, name)
                .map(bean -> beans.getBean(bean, Sched.class))
                .orElseThrow(() -> new IllegalStateException("there is no sched \"" + name + "\""));
    }

    private static RunSummary run(String name, Sched sched) {
        log.info("Running sched \"{}\" on startup", name);
        RunSummary summary = sched.runAll().summary();
        log.info("Sched \"{}\" has run: {}", name, summary);
        return summary;
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
