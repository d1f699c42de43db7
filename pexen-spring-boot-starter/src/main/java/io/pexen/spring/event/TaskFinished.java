package io.pexen.spring.event;

import io.pexen.run.RunHandle;
import io.pexen.run.TaskTimes;
import io.pexen.task.TaskRes;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;

/**
 * Published when a task has finished, before anything that it unlocks starts. Contains the result with its run and its
 * times. A listener may take this event, or only its payload, the {@link TaskRes}.
 */
public final class TaskFinished extends PayloadApplicationEvent<TaskRes> {

    private static final long serialVersionUID = 1L;

    /** Constant, because Spring would create it anew for each result. */
    private static final ResolvableType TYPE = ResolvableType.forClass(TaskFinished.class);

    private final transient RunHandle run;
    private final transient TaskTimes times;

    TaskFinished(Object source, RunHandle run, TaskRes result, TaskTimes times) {
        super(source, result);
        this.run = run;
        this.times = times;
    }

    /** The run that the task belongs to. */
    public RunHandle run() {
        return run;
    }

    /** The result of the task. */
    public TaskRes result() {
        return getPayload();
    }

    /** How long the task waited and ran. */
    public TaskTimes times() {
        return times;
    }

    @Override
    public ResolvableType getResolvableType() {
        return TYPE;
    }

    /** For logs: {@code TaskFinished[sched=nightly, run=7, task=load]}. */
    @Override
    public String toString() {
        return "TaskFinished[" + Texts.of(run) + ", task=" + result().task() + "]";
    }
}
