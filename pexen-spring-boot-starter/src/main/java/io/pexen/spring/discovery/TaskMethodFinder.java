package io.pexen.spring.discovery;

import io.pexen.task.PexenTask;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds the annotated methods of beans by their types, as Spring does for event listeners. No bean is created for this,
 * so prototypes and lazy beans keep their meaning, and proxies do not hide the methods behind them.
 */
final class TaskMethodFinder {

    private final ConfigurableListableBeanFactory beans;

    TaskMethodFinder(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** All annotated methods, in the order in which the beans were defined. */
    List<FoundMethod> find() {
        List<FoundMethod> found = new ArrayList<>();
        for (String bean : beans.getBeanNamesForType(Object.class, true, false)) {
            if (!ScopedProxyUtils.isScopedTarget(bean)) {
                Class<?> type = targetType(bean);
                if (type != null) {
                    found.addAll(find(bean, type));
                }
            }
        }
        return found;
    }

    private @Nullable Class<?> targetType(String bean) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
        if (type != null && ScopedObject.class.isAssignableFrom(type)) {
            return AutoProxyUtils.determineTargetClass(beans, ScopedProxyUtils.getTargetBeanName(bean));
        }
        return type;
    }

    /** The annotated methods of a bean of this type. */
    static List<FoundMethod> find(String bean, Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, PexenTask.class)) {
            return List.of();
        }
        List<FoundMethod> found = new ArrayList<>();
        Map<Method, MergedAnnotation<PexenTask>> methods = MethodIntrospector.selectMethods(
                type, (MethodIntrospector.MetadataLookup<MergedAnnotation<PexenTask>>) TaskMethodFinder::annotation);
        methods.forEach((method, annotation) ->
                found.add(new FoundMethod(bean, method, declared(method, annotation), annotation.synthesize())));
        return found;
    }

    private static @Nullable MergedAnnotation<PexenTask> annotation(Method method) {
        MergedAnnotation<PexenTask> annotation =
                MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).get(PexenTask.class);
        return annotation.isPresent() ? annotation : null;
    }

    /**
     * The interface's method if the annotation is there: its parameters carry the annotations, and any proxy has it.
     */
    private static Method declared(Method method, MergedAnnotation<PexenTask> annotation) {
        return annotation.getSource() instanceof Method source
                        && source.getDeclaringClass().isInterface()
                ? source
                : method;
    }
}
