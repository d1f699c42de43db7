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

/** Publishes what runs do. An event listener that throws is a run listener that throws: it is logged, no more. */
final class RunEventPublisher implements RunListener {

    private final ApplicationEventPublisher events;

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
        this.events = events;
    }

    @Override
    public void runStarted(RunHandle run) {
        events.publishEvent(new RunStarted(run));
    }

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        events.publishEvent(new TaskFinished(events, res));
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
