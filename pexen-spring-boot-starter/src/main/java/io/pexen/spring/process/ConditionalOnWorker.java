package io.pexen.spring.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Registers a bean only in worker processes of a pool of type {@code process} or, with {@code false}, only outside of
 * them, for example a listener of a message queue. The property {@code pexen.worker} has the same value.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnWorkerCondition.class)
public @interface ConditionalOnWorker {

    /** Whether the bean is for worker processes only, or for everything but worker processes. */
    boolean value() default true;
}
