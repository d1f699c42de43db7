package io.pexen.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A parameter of a {@link PexenTask} method that takes a kwarg. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Kwarg {

    /** The name of the kwarg; by default the name of the parameter (compile with {@code -parameters}). */
    String value() default "";
}
