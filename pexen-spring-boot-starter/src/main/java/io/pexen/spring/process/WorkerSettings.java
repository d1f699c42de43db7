package io.pexen.spring.process;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the configuration of an application differs in a worker: everything that would act on its own is off. */
final class WorkerSettings {

    /** Whether this application is a worker process; see {@link ConditionalOnWorker}. */
    static final String WORKER = "pexen.worker";

    private static final Map<String, String> PROPERTIES = new LinkedHashMap<>();

    static {
        PROPERTIES.put(WORKER, "true");
        // Conditions must be evaluated again: what was processed ahead of time is for the parent.
        PROPERTIES.put("spring.aot.enabled", "false");
        // No servers.
        PROPERTIES.put("spring.main.web-application-type", "none");
        PROPERTIES.put("management.server.port", "-1");
        PROPERTIES.put("spring.jmx.enabled", "false");
        PROPERTIES.put("spring.devtools.restart.enabled", "false");
        PROPERTIES.put("spring.devtools.livereload.enabled", "false");
        PROPERTIES.put("spring.docker.compose.enabled", "false");
        // No schedulers, and no jobs at startup. WorkerRunListener removes support for @Scheduled.
        PROPERTIES.put("spring.quartz.auto-startup", "false");
        PROPERTIES.put("spring.batch.job.enabled", "false");
        // No migrations: the parent has done them.
        PROPERTIES.put("spring.flyway.enabled", "false");
        PROPERTIES.put("spring.liquibase.enabled", "false");
        PROPERTIES.put("spring.sql.init.mode", "never");
        PROPERTIES.put("spring.jpa.hibernate.ddl-auto", "none");
        PROPERTIES.put("spring.batch.jdbc.initialize-schema", "never");
        PROPERTIES.put("spring.quartz.jdbc.initialize-schema", "never");
        // The parent logs what is printed. Two processes must not write to one file.
        PROPERTIES.put("spring.main.banner-mode", "off");
        PROPERTIES.put("logging.file.name", "");
        PROPERTIES.put("logging.file.path", "");
    }

    private WorkerSettings() {}

    static Map<String, Object> properties() {
        return new LinkedHashMap<>(PROPERTIES);
    }
}
