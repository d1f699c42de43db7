package io.pexen.spring.discovery;

import io.pexen.task.PexenTask;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.springframework.util.ClassUtils;

/**
 * An annotated method of a bean.
 *
 * @param bean the name of the bean
 * @param method the method as declared by its class, behind any proxy
 * @param declared the method whose parameters count: the same one, or that of an interface if the annotation is there
 * @param annotation the annotation, merged from all places where its attributes are specified
 */
record FoundMethod(String bean, Method method, Method declared, PexenTask annotation) {

    /** The id of the task if the annotation specifies none. */
    String defaultId() {
        return bean + "." + method.getName();
    }

    boolean isFinal() {
        return Modifier.isFinal(method.getModifiers());
    }

    /** For messages: {@code method Nightly.load of the bean "nightly"}. */
    @Override
    public String toString() {
        return "method " + ClassUtils.getShortName(method.getDeclaringClass()) + "." + method.getName()
                + " of the bean \"" + bean + "\"";
    }
}
