package io.pexen.spring.event;

import io.pexen.RunHandle;
import io.pexen.RunListener;
import io.pexen.RunSummary;
import io.pexen.Skipped;
import io.pexen.TaskTimes;
import io.pexen.task.TaskRes;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes what runs do. An event listener that throws is a run listener that throws: it is logged, no more. */
final class RunEventPublisher implements RunListener {

    private final ApplicationEventPublisher events;

    RunEventPublisher(ApplicationEventPublisher events) {
        this.events = events;
    }

    @Override
    public void runStarted(RunHandle run) {
        events.publishEvent(new RunStarted(run));
    }

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        events.publishEvent(new TaskFinished(events, run, res, times));
    }

    /** For the times of {@link TaskFinished}; taking them costs far less than publishing. */
    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public void taskSkipped(RunHandle run, Skipped skipped) {
        events.publishEvent(new TaskSkipped(run, skipped));
    }

    @Override
    public void runEnded(RunHandle run, RunSummary summary) {
        events.publishEvent(new RunEnded(run, summary));
    }
}
