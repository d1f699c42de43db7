package io.pexen.sample.web;

import io.pexen.spring.event.RunEnded;
import io.pexen.spring.event.RunStarted;
import io.pexen.spring.event.TaskSkipped;
import io.pexen.task.TaskRes;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends each result to every open page as it arrives. A page that is opened later receives all results of the latest
 * run.
 *
 * <p>Events arrive on the thread that moves the run. It must not wait for a browser, so it only adds them to the queue
 * of a single sender thread. Only that thread uses the lists, so they need no locks, and the order of events is
 * preserved.
 */
@RestController
class ResultStream {

    private static final long NO_TIMEOUT = 0L;

    private final ExecutorService sender = Executors.newSingleThreadExecutor(new CustomizableThreadFactory("results-"));

    /** What was sent of the latest run; used only by the sender thread. */
    private final List<Message> sent = new ArrayList<>();

    /** Open pages; used only by the sender thread. */
    private final List<SseEmitter> pages = new ArrayList<>();

    /** When the latest run started, in milliseconds; written and read by the threads that move runs. */
    private final AtomicLong started = new AtomicLong();

    private record Message(String event, Object data) {}

    @GetMapping(path = "/api/results", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter open() {
        SseEmitter page = new SseEmitter(NO_TIMEOUT);
        Runnable forget = () -> sender.execute(() -> pages.remove(page));
        page.onCompletion(forget);
        page.onTimeout(forget);
        page.onError(error -> forget.run());
        sender.execute(() -> {
            pages.add(page);
            List.copyOf(sent).forEach(message -> send(page, message));
        });
        return page;
    }

    @EventListener
    void on(RunStarted event) {
        started.set(event.run().started().toEpochMilli());
        sender.execute(sent::clear);
        publish(
                "started",
                RunLine.started(event.run().id(), event.run().progress().tasks()));
    }

    @EventListener
    void on(TaskRes res) {
        publish("result", ResultLine.of(res, millis()));
    }

    @EventListener
    void on(TaskSkipped event) {
        publish("result", ResultLine.of(event.skipped(), millis()));
    }

    @EventListener
    void on(RunEnded event) {
        publish("ended", RunLine.ended(event.run().id(), event.run().progress().tasks(), event.summary()));
    }

    /** Closes open pages, which would keep the server from stopping. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        sender.execute(() -> List.copyOf(pages).forEach(SseEmitter::complete));
    }

    @PreDestroy
    void stop() {
        sender.shutdown();
    }

    private long millis() {
        return Clock.systemUTC().millis() - started.get();
    }

    private void publish(String event, Object data) {
        Message message = new Message(event, data);
        sender.execute(() -> {
            sent.add(message);
            List.copyOf(pages).forEach(page -> send(page, message));
        });
    }

    private void send(SseEmitter page, Message message) {
        try {
            page.send(SseEmitter.event().name(message.event()).data(message.data(), MediaType.APPLICATION_JSON));
        } catch (IOException | IllegalStateException gone) {
            pages.remove(page);
        }
    }
}
