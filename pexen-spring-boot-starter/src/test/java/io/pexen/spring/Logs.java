package io.pexen.spring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Records what a logger writes while a test has it open. */
public final class Logs implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    public Logs(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        logger.setLevel(Level.INFO);
        appender.start();
        logger.addAppender(appender);
    }

    /**
     * The logged lines, each with its level and the type of the exception whose stack trace it has. Must not be called
     * while something logs.
     */
    public List<String> all() {
        return appender.list.stream().map(Logs::text).toList();
    }

    private static String text(ILoggingEvent event) {
        String text = event.getLevel() + " " + event.getFormattedMessage();
        return event.getThrowableProxy() == null
                ? text
                : text + " + " + event.getThrowableProxy().getClassName();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }
}
