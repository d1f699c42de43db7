package io.pexen.contract;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps what a logger writes while a test has it open. */
public final class Logs implements AutoCloseable {

    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private Logs(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.start();
        logger.addAppender(appender);
    }

    /** What runs write. */
    static Logs ofRuns() {
        return new Logs("io.pexen.run");
    }

    /** What pools of threads write. */
    public static Logs ofPools() {
        return new Logs("io.pexen.pool.ThreadWorkerPool");
    }

    /** What scheds write. */
    static Logs ofScheds() {
        return new Logs("io.pexen.Sched");
    }

    /** What workers in other processes print. */
    public static Logs ofWorkers() {
        return new Logs("io.pexen.worker");
    }

    /** All that was logged so far, each with its level. To be asked for when nobody writes any more. */
    public List<String> all() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** The warnings so far. To be asked for when nobody writes any more. */
    List<String> warnings() {
        return appender.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
