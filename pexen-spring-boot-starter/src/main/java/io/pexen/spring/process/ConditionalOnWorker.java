package io.pexen.spring.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Lets a bean be there only where the application is a worker process of a pool of type {@code process}, or, with {@code false},
 * only where it is not, such as a listener of a message queue. The property {@code pexen.worker} tells the same.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnWorkerCondition.class)
public @interface ConditionalOnWorker {

    /** Whether the bean is for workers, or for all but workers. */
    boolean value() default true;
}
