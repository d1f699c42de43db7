package io.pexen.task;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The controlled failure that replaces whatever a method throws: {@code @PexenTask(failWrap = @FailWrap)}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface FailWrap {

    /** Whether the keys that the task provides count as provided despite the failure. */
    boolean depsOk() default true;

    /** Whether the locks of the task are released despite the failure. */
    boolean locksOk() default true;

    /**
     * The type to throw, with the original as its cause: it needs a constructor {@code (String message, Throwable
     * cause, boolean depsOk, boolean locksOk)}.
     */
    Class<? extends TaskFailException> as() default TaskFailException.class;
}
