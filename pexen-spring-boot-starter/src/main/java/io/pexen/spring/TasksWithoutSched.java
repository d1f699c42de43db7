package io.pexen.spring;

import io.pexen.task.PexenTask;
import java.lang.reflect.Method;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.env.Environment;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Finds out whether there are annotated methods that name no sched and so belong to the default one. Creates no bean.
 */
final class TasksWithoutSched {

    private TasksWithoutSched() {}

    /** Whether some bean has such a method, as far as the types of beans are known before the beans exist. */
    static boolean exist(ListableBeanFactory beans, Environment environment) {
        for (String bean : beans.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = beans.getType(bean, false);
            if (type != null && AnnotationUtils.isCandidateClass(type, PexenTask.class) && exist(type, environment)) {
                return true;
            }
        }
        return false;
    }

    private static boolean exist(Class<?> type, Environment environment) {
        return !MethodIntrospector.selectMethods(type, (MethodFilter) method -> namesNone(method, environment))
                .isEmpty();
    }

    private static boolean namesNone(Method method, Environment environment) {
        MergedAnnotation<PexenTask> annotation =
                MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).get(PexenTask.class);
        return annotation.isPresent()
                && environment
                        .resolvePlaceholders(annotation.getString("sched"))
                        .isEmpty();
    }
}
