package io.pexen.task;

import java.io.Serializable;

/**
 * Makes the controlled failure that replaces whatever a wrapped body threw; see {@link TaskBody#failWrap}.
 *
 * <p>On purpose, {@code TaskFailException::new} is no wrapper: the wrapper decides on message and flags, as in
 * {@code cause -> new ImportFailed(file, cause)}.
 */
@FunctionalInterface
public interface FailWrapper extends Serializable {

    /** The plain wrapper: the message of the cause, the cause, and these flags. */
    static FailWrapper of(boolean depsOk, boolean locksOk) {
        return cause -> new TaskFailException(cause.toString(), cause, depsOk, locksOk);
    }

    /** The exception to throw instead of {@code cause}, which it should keep as its cause. */
    TaskFailException wrap(Throwable cause);
}
