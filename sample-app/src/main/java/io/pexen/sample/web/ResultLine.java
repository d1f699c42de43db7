package io.pexen.sample.web;

import io.pexen.run.Skipped;
import io.pexen.task.TaskRes;

/**
 * What the page shows about a task.
 *
 * @param task its id
 * @param text what it returned, what it threw, or why it was skipped
 * @param millis the time from the start of the run to the end of the task
 */
record ResultLine(String task, State state, String text, long millis) {

    enum State {
        SUCCEEDED,
        CONTROLLED,
        FAILED,
        SKIPPED
    }

    static ResultLine of(TaskRes res, long millis) {
        if (res.succeeded()) {
            return new ResultLine(res.task().id(), State.SUCCEEDED, String.valueOf(res.ret()), millis);
        }
        State state = res.failedControlled() ? State.CONTROLLED : State.FAILED;
        return new ResultLine(res.task().id(), state, String.valueOf(res.excinfo()), millis);
    }

    static ResultLine of(Skipped skipped, long millis) {
        return new ResultLine(skipped.task().id(), State.SKIPPED, skipped.toString(), millis);
    }
}
