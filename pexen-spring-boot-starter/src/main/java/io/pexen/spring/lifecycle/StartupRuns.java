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
 * Runs the scheds that are to run on start-up, one after another in the order of the properties, when the application
 * has started; it counts as ready when they have ended. Where the properties ask for it, a run that failed makes {@code
 * SpringApplication.exit} return 1; one that was cancelled does not. A mock that a test has put in the place of a sched
 * is not run, as that would count as a call of what is tested.
 */
final class StartupRuns implements ApplicationRunner, ExitCodeGenerator {

    private static final Logger log = LoggerFactory.getLogger(StartupRuns.class);

    private final ListableBeanFactory beans;
    private final PexenProperties properties;

    /** Written by the thread that starts the application, read by the one that exits. */
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
        log.info("Running sched \"{}\" on start-up", name);
        RunSummary summary = sched.runAll().summary();
        log.info("Sched \"{}\" has run: {}", name, summary);
        return summary;
    }

    @Override
    public int getExitCode() {
        return exitCode;
    }
}
