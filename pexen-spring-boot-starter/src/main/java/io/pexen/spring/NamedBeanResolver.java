package io.pexen.spring;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.MethodParameter;

/**
 * Selects scheds and pools by the name of the parameter or field: {@code Sched nightly} gets the sched {@code nightly},
 * even if another sched is primary. Spring itself considers the name only if no bean is primary. A qualifier takes
 * precedence over the name, and so does a primary bean of the application.
 */
final class NamedBeanResolver extends ContextAnnotationAutowireCandidateResolver {

    private final BeanFactory beans;
    private final Set<Class<?>> types;

    /** @param types the types to select by name */
    NamedBeanResolver(BeanFactory beans, Set<Class<?>> types) {
        this.beans = beans;
        this.types = Set.copyOf(types);
    }

    @Override
    public boolean isAutowireCandidate(BeanDefinitionHolder candidate, DependencyDescriptor dependency) {
        return super.isAutowireCandidate(candidate, dependency) && !asksForAnother(candidate.getBeanName(), dependency);
    }

    private boolean asksForAnother(String candidate, DependencyDescriptor dependency) {
        Class<?> type = wantedType(dependency);
        String name = dependency.getDependencyName();
        if (type == null || name == null || !types.contains(type) || hasQualifier(dependency)) {
            return false;
        }
        return NamedBean.find(beans, type, name)
                .filter(found -> !isSame(found, candidate))
                .isPresent();
    }

    /**
     * The type of the requested bean, also through an ObjectProvider or Optional; null if several beans are requested.
     */
    private @Nullable Class<?> wantedType(DependencyDescriptor dependency) {
        Class<?> declared = declaredType(dependency);
        if (declared == null || types.contains(declared)) {
            return declared;
        }
        boolean many = declared.isArray()
                || Collection.class.isAssignableFrom(declared)
                || Map.class.isAssignableFrom(declared)
                || !dependency.usesStandardBeanLookup(); // the stream of an ObjectProvider
        return many ? null : dependency.getDependencyType();
    }

    /** The type in the source code. */
    private static @Nullable Class<?> declaredType(DependencyDescriptor dependency) {
        MethodParameter parameter = dependency.getMethodParameter();
        if (parameter != null) {
            return parameter.getParameterType();
        }
        Field field = dependency.getField();
        return field == null ? null : field.getType();
    }

    private boolean isSame(String name, String candidate) {
        return name.equals(candidate) || Set.of(beans.getAliases(candidate)).contains(name);
    }
}
