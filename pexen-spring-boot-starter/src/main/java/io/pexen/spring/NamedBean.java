package io.pexen.spring;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;

/**
 * The names of beans that are created from properties: the pool {@code main} is the bean {@code mainPool}, and the
 * sched {@code nightly} is the bean {@code nightlySched}. So a component {@code Nightly} can have tasks in a sched of
 * the same name, and a pool and a sched can share a name. The plain name is an alias unless another bean has it; it
 * always works as a qualifier.
 */
public final class NamedBean {

    private NamedBean() {}

    /**
     * Finds the bean of a type by a name: the bean with exactly that name, or the one created from the properties of
     * that name.
     */
    public static Optional<String> find(BeanFactory beans, Class<?> type, String name) {
        return Stream.of(name, beanName(type, name))
                .filter(bean -> beans.containsBean(bean) && beans.isTypeMatch(bean, type))
                .findFirst();
    }

    /** The name in the properties of a bean that was, or might have been, created from them. */
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
