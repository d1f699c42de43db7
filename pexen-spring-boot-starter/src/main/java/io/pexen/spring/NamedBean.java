package io.pexen.spring;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;

/**
 * How beans that are made of properties are called: the pool {@code main} is the bean {@code mainPool}, the sched {@code
 * nightly} is the bean {@code nightlySched}. So a component {@code Nightly} can have tasks in a sched of its own name, and
 * a pool and a sched may share one. Where nobody else has it, the plain name is an alias; as a qualifier it always works.
 */
public final class NamedBean {

    private NamedBean() {}

    /** The bean of a type that goes by a name: one that has the very name, or one that was made of properties. */
    public static Optional<String> find(BeanFactory beans, Class<?> type, String name) {
        return Stream.of(name, beanName(type, name))
                .filter(bean -> beans.containsBean(bean) && beans.isTypeMatch(bean, type))
                .findFirst();
    }

    /** The name in the properties of a bean that is, or might be, made of them. */
    public static String nameOf(Class<?> type, String beanName) {
        String suffix = suffix(type);
        return beanName.endsWith(suffix) && beanName.length() > suffix.length()
                ? beanName.substring(0, beanName.length() - suffix.length())
                : beanName;
    }

    static String beanName(Class<?> type, String name) {
        return name + suffix(type);
    }

    private static String suffix(Class<?> type) {
        return type.getSimpleName().equals("WorkerPool") ? "Pool" : type.getSimpleName();
    }
}
