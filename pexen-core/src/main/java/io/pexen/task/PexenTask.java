package io.pexen.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a task. Its parameters may be, in any order: one {@link SharedState}, one {@link Kwargs} or any number
 * of named arguments (see {@link Kwarg}), one {@link TaskContext}. It may return anything and throw anything.
 * {@snippet file="io/pexen/SnippetsTest.java" region="annotation"}
 *
 * <p>One text is one key: several are written {@code claims = {"db", "files"}}. A key here has no comma and no outer
 * blanks, and a definition with such a text is refused. Where keys need them, use {@link Task#named}, which takes any
 * object.
 *
 * <p>Works on the methods of any object through {@link io.pexen.factory.MethodFactory}. In a Spring application the
 * methods of all beans are found automatically, and every text may contain placeholders and SpEL, resolved once at
 * start-up. May be used as a meta-annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface PexenTask {

    /** The id; by default {@code bean.method} in a Spring application, else the name of the method. */
    String id() default "";

    /** The sched that the task belongs to, in a Spring application; by default the one that has no name. */
    String sched() default "";

    /** Keys that must have been provided before the task may start: ids of tasks, or what they provide. */
    String[] requires() default {};

    /** Keys that the task provides in addition to its id. */
    String[] provides() default {};

    /** Resources that the task shares with others that use them. */
    String[] uses() default {};

    /** Resources that the task needs for itself alone. */
    String[] claims() default {};

    /** Of the tasks that may start, those with the lowest value start first. */
    int priority() default 0;

    /** The name of the pool that the task runs on; by default the pool of the run. */
    String pool() default "";

    /**
     * Named arguments, each as {@code name=value}; values are converted to the type of the parameter. A value may have
     * commas, as in {@code "cities=Oslo, Rome"}; before one that another {@code name=} follows it takes a backslash,
     * written {@code "where=a=1\\, b=2"} in Java.
     */
    String[] kwargs() default {};

    /** With one element, whatever the method throws becomes a controlled failure. */
    FailWrap[] failWrap() default {};
}
