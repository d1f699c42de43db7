package io.pexen.spring.event;

import io.pexen.RunHandle;
import io.pexen.RunListener;
import io.pexen.RunSummary;
import io.pexen.Skipped;
import io.pexen.TaskTimes;
import io.pexen.task.TaskRes;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;

/** Publishes what runs do. */
final class RunEventPublisher implements RunListener {

    private final EventSender events;

    /** What Spring makes of a payload itself, but for the type, which it would make anew for each result. */
    private static final class TaskFinished extends PayloadApplicationEvent<TaskRes> {

        private static final long serialVersionUID = 1L;

        private static final ResolvableType TYPE =
                ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, TaskRes.class);

        TaskFinished(Object source, TaskRes res) {
            super(source, res);
        }

        @Override
        public ResolvableType getResolvableType() {
            return TYPE;
        }
    }

    RunEventPublisher(ApplicationEventPublisher events) {
        this.events = new EventSender(events);
    }

    @Override
    public void runStarted(RunHandle run) {
        send(run, new RunStarted(run));
    }

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        send(run, new TaskFinished(events.events(), res));
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
        events.send("sched", run.sched().name(), event);
    }
}
