package io.pexen.process;

import io.pexen.task.TaskFailException;
import org.jspecify.annotations.Nullable;

/** Makes exceptions of our own that stand for those of others, and can travel anywhere. */
final class Replicas {

    /** How long a chain of causes is followed; it may be a circle. */
    private static final int MOST_CAUSES = 20;

    private Replicas() {}

    static Throwable of(Throwable original) {
        return replica(original, MOST_CAUSES);
    }

    private static Throwable replica(Throwable original, int mostCauses) {
        String type = original.getClass().getName();
        String message = Reasons.message(original);
        Throwable itsCause = cause(original);
        Throwable cause = itsCause == null || mostCauses == 0 ? null : replica(itsCause, mostCauses - 1);
        Throwable replica = original instanceof TaskFailException fail
                ? new ReplicaFailException(type, message, cause, fail.depsOk(), fail.locksOk())
                : new ReplicaException(type, message, cause);
        try {
            replica.setStackTrace(original.getStackTrace());
        } catch (Throwable failed) { // it may be overridden by anything
            replica.addSuppressed(new IllegalStateException("its stack trace cannot be had"));
        }
        return replica;
    }

    private static @Nullable Throwable cause(Throwable original) {
        try {
            return original.getCause();
        } catch (Throwable failed) { // it may be overridden by anything
            return null;
        }
    }
}
