package io.pexen.spring.discovery;

import io.pexen.task.PexenTask;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.springframework.util.ClassUtils;

/**
 * An annotated method of a bean.
 *
 * @param bean the name of the bean
 * @param method the method as its class has it, behind any proxy
 * @param declared the method that says which parameters there are: the same, or one of an interface if the annotation is
 *     there
 * @param annotation the annotation, merged from all places where its attributes are given
 */
record FoundMethod(String bean, Method method, Method declared, PexenTask annotation) {

    /** The id of the task unless the annotation gives one. */
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
