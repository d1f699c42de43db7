package io.pexen.spring.event;

import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.TaskRes;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes events of runs. */
final class RunEventPublisher implements RunListener {

    private final EventSender events;

    RunEventPublisher(ApplicationEventPublisher events) {
        this.events = new EventSender(events);
    }

    @Override
    public void runStarted(RunHandle run) {
        send(run, new RunStarted(run));
    }

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        send(run, new TaskFinished(events.events(), run, res, times));
    }

    /** Requests the times in {@link TaskFinished}; measuring them costs far less than publishing. */
    @Override
    public boolean timed() {
        return true;
    }

    @Override
    public void taskSkipped(RunHandle run, Skipped skipped) {
        send(run, new TaskSkipped(run, skipped));
    }

    @Override
    public void runEnded(RunHandle run, RunSummary summary) {
        send(run, new RunEnded(run, summary));
    }

    private void send(RunHandle run, Object event) {
        events.send("sched", run.schedName(), event);
    }
}
