package io.pexen.internal.engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of runs. An appender that throws, or an argument that throws from {@code toString} or {@code getMessage},
 * must not keep a run from ending, so nothing here throws.
 */
final class RunLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.pexen.run");

    private RunLog() {}

    static void warn(String message, @Nullable Object... arguments) {
        try {
            LOG.warn(message, arguments);
        } catch (Throwable e) {
            warnOfFailure(message, e);
        }
    }

    static void debug(String message, @Nullable Object... arguments) {
        try {
            LOG.debug(message, arguments);
        } catch (Throwable e) {
            warnOfFailure(message, e);
        }
    }

    /** Without the arguments, one of which may be the reason. */
    private static void warnOfFailure(String message, Throwable e) {
        try {
            LOG.warn("cannot log \"{}\": {}", message, e.getClass().getName());
        } catch (Throwable again) {
            // There is nowhere left to report it.
        }
    }
}
