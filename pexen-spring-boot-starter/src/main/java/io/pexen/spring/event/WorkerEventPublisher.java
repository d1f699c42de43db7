package io.pexen.spring.event;

import io.pexen.process.WorkerEnd;
import io.pexen.process.WorkerListener;
import java.time.Duration;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes events of worker processes. */
final class WorkerEventPublisher implements WorkerListener {

    private final EventSender events;

    WorkerEventPublisher(ApplicationEventPublisher events) {
        this.events = new EventSender(events);
    }

    @Override
    public void workerStarted(String pool, String worker, long pid, Duration took) {
        events.send("pool", pool, new WorkerStarted(pool, worker, pid, took));
    }

    @Override
    public void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {
        events.send("pool", pool, new WorkerEnded(pool, worker, reason, exitStatus));
    }
}
