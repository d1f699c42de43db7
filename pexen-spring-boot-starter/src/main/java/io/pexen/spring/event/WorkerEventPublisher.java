package io.pexen.spring.event;

import io.pexen.process.WorkerEnd;
import io.pexen.process.WorkerListener;
import java.time.Duration;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes what becomes of worker processes. */
final class WorkerEventPublisher implements WorkerListener {

    private final ApplicationEventPublisher events;

    WorkerEventPublisher(ApplicationEventPublisher events) {
        this.events = events;
    }

    @Override
    public void workerStarted(String pool, String worker, long pid, Duration took) {
        events.publishEvent(new WorkerStarted(pool, worker, pid, took));
    }

    @Override
    public void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {
        events.publishEvent(new WorkerEnded(pool, worker, reason, exitStatus));
    }
}
