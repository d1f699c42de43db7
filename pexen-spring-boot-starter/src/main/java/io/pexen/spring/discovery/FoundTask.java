package io.pexen.spring.discovery;

import io.pexen.task.Task;

/** A task and the method that it was created from. */
record FoundTask(Task task, FoundMethod method) {

    /** For messages: {@code "nightly.load" (method Nightly.load of the bean "nightly")}. */
    @Override
    public String toString() {
        return '"' + task.id() + "\" (" + method + ")";
    }
}
