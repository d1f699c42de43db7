package io.pexen.spring.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/**
 * Publishes events. A listener that throws is logged, by the logger of runs and by the name of its method; Spring does not say
 * which it was, but the stack trace shows it.
 */
final class EventSender {

    private static final Logger log = LoggerFactory.getLogger("io.pexen.run");

    /** What calls listeners: annotated methods, and before that any of them. */
    private static final List<String> CALLERS = List.of(
            ApplicationListenerMethodAdapter.class.getName(), SimpleApplicationEventMulticaster.class.getName());

    /** What stands between them and a listener: reflection, and the interceptors of a proxy. */
    private static final List<String> BETWEEN = List.of("java.", "jdk.", "sun.", "com.sun.", "org.springframework.");

    private final ApplicationEventPublisher events;

    EventSender(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** What is published as the source of events. */
    ApplicationEventPublisher events() {
        return events;
    }

    /**
     * Publishes an event, and throws nothing.
     *
     * @param kind of what it is about, for the log: a sched or a pool
     * @param name of what it is about
     */
    void send(String kind, String name, Object event) {
        try {
            events.publishEvent(event);
        } catch (Throwable e) { // as of any listener of a run
            log.warn(
                    "{} \"{}\": the event listener {} failed; what it listened to goes on",
                    kind,
                    name,
                    listener(e).orElse("that the stack trace shows"),
                    e);
        }
    }

    /** The method that threw, as {@code com.acme.Mailer.on}; empty if the stack trace does not show it. */
    private static Optional<String> listener(Throwable thrown) {
        return Stream.<@Nullable Throwable>iterate(thrown, cause -> cause != null, cause -> cause.getCause())
                .limit(100) // exceptions may be each other's cause
                .flatMap(cause -> listener(cause.getStackTrace()).stream())
                .findFirst();
    }

    private static Optional<String> listener(StackTraceElement[] stack) {
        for (int caller = 0; caller < stack.length; caller++) {
            if (CALLERS.contains(stack[caller].getClassName())) {
                return nearest(stack, caller);
            }
        }
        return Optional.empty();
    }

    /** The last method above the caller that belongs to the application. */
    private static Optional<String> nearest(StackTraceElement[] stack, int caller) {
        for (int i = caller - 1; i >= 0; i--) {
            String type = stack[i].getClassName();
            if (BETWEEN.stream().noneMatch(type::startsWith)) {
                return Optional.of(Arrays.asList(type.split("\\$\\$")).get(0) + '.' + stack[i].getMethodName());
            }
        }
        return Optional.empty();
    }
}
