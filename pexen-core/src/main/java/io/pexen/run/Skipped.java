package io.pexen.run;

import io.pexen.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that did not run, and why.
 *
 * @param task the task
 * @param reason what it lacked
 * @param cause the failed task at the root of it; null if it is a task of another run
 * @param keys the chain of keys from the cause to the task: what each lacked of the one before; the first is the lock,
 *     if that is the reason at the root
 */
public record Skipped(Task task, Reason reason, @Nullable Task cause, List<Object> keys) {

    /** What a skipped task lacked, or the skipped task that it depends on. */
    public enum Reason {
        /** A key that the failed task did not provide. */
        DEPENDENCY,
        /** A lock that the failed task still held. */
        LOCK
    }

    /** How many keys besides the first are shown in a text. */
    private static final int SHOWN = 8;

    public Skipped {
        keys = keys instanceof KeyChain ? keys : List.copyOf(keys);
    }

    /** The entry of a task that is skipped because this one does not provide the key. */
    public Skipped dependant(Task dependant, Object key) {
        return new Skipped(dependant, reason, cause, new KeyChain(keys, key));
    }

    /** For logs: {@code report: "load" failed and did not provide "strikes"}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(task.id()).append(": ");
        text.append(cause == null ? "a task of another run" : '"' + cause.id() + '"');
        text.append(reason == Reason.LOCK ? " failed and kept the lock \"" : " failed and did not provide \"");
        text.append(keys.get(0)).append('"');
        int tail = Math.max(1, keys.size() - SHOWN);
        if (tail > 1) {
            text.append(", and so on through ").append(tail - 1).append(tail == 2 ? " more task" : " more tasks");
        }
        for (int at = tail; at < keys.size(); at++) { // an iterator would lay out the whole chain
            text.append(", so \"").append(keys.get(at)).append("\" was not provided");
        }
        return text.toString();
    }
}
