package io.pexen.task;

/** A body lacks a kwarg, does not take it or cannot convert it (rule 1.3). The message names the task and the kwarg. */
public class KwargException extends PexenException {

    private static final long serialVersionUID = 1L;

    private final String taskId;
    private final String kwarg;

    public KwargException(String taskId, String kwarg, String message) {
        super(message);
        this.taskId = taskId;
        this.kwarg = kwarg;
    }

    /** The id of the task. */
    public String taskId() {
        return taskId;
    }

    /** The name of the kwarg. */
    public String kwarg() {
        return kwarg;
    }
}
