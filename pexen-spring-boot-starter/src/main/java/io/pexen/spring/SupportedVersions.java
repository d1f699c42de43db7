package io.pexen.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Stops startup on a version of Spring Boot that this starter does not support, before it fails with a missing class.
 * It uses only classes that older versions have, too.
 */
final class SupportedVersions implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final int OLDEST = 4;

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        check(SpringBootVersion.getVersion());
    }

    /**
     * Checks a version.
     *
     * @param version the version; null if Spring Boot does not know its own
     * @throws StartupProblemsException if it is too old
     */
    static void check(@Nullable String version) {
        if (version != null && Integer.parseInt(version.substring(0, version.indexOf('.'))) < OLDEST) {
            throw new StartupProblemsException(new StartupProblem(
                    "pexen-spring-boot-starter supports Spring Boot 4.0 and 4.1, but this is Spring Boot " + version
                            + ".",
                    "Update Spring Boot, or use pexen-core without the starter."));
        }
    }

    /** Runs before other listeners of pexen, and after those that set up logging and properties. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
