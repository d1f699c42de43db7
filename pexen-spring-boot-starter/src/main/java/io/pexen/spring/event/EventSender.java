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
 * Publishes events. If a listener throws, this is logged by the logger of runs with the name of the listener's method;
 * Spring does not report which listener it was, but the stack trace shows it.
 */
final class EventSender {

    private static final Logger log = LoggerFactory.getLogger("io.pexen.run");

    /** The classes that call listeners: annotated methods, and, further out, all listeners. */
    private static final List<String> CALLERS = List.of(
            ApplicationListenerMethodAdapter.class.getName(), SimpleApplicationEventMulticaster.class.getName());

    /** The packages between them and a listener: reflection, and the interceptors of a proxy. */
    private static final List<String> BETWEEN = List.of("java.", "jdk.", "sun.", "com.sun.", "org.springframework.");

    private final ApplicationEventPublisher events;

    EventSender(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** The publisher, which is also the source of the events. */
    ApplicationEventPublisher events() {
        return events;
    }

    /**
     * Publishes an event. Throws nothing.
     *
     * @param kind the kind of object that the event is about, for the log: a sched or a pool
     * @param name the name of that object
     */
    void send(String kind, String name, Object event) {
        try {
            events.publishEvent(event);
        } catch (Throwable e) { // like any other exception of a run's listener
            log.warn(
                    "{} \"{}\": the event listener {} failed; its exception is ignored",
                    kind,
                    name,
                    listener(e).orElse("in the stack trace"),
                    e);
        }
    }

    /** The method that threw, for example {@code com.acme.Mailer.on}; empty if the stack trace does not show it. */
    private static Optional<String> listener(Throwable thrown) {
        return Stream.<@Nullable Throwable>iterate(thrown, cause -> cause != null, cause -> cause.getCause())
                .limit(100) // causes may form a cycle
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

    /** The application's method nearest to the caller. */
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
