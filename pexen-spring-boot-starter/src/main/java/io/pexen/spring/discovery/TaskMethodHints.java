package io.pexen.spring.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/** Tells ahead-of-time processing that the annotated methods of a bean are called by reflection. */
final class TaskMethodHints implements BeanRegistrationAotProcessor {

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        List<FoundMethod> methods =
                TaskMethodFinder.find(bean.getBeanName(), ClassUtils.getUserClass(bean.getBeanClass()));
        if (methods.isEmpty()) {
            return null;
        }
        return (context, code) -> {
            ReflectionHints hints = context.getRuntimeHints().reflection();
            for (FoundMethod found : methods) {
                hints.registerMethod(found.method(), ExecutableMode.INVOKE);
                hints.registerMethod(found.declared(), ExecutableMode.INVOKE);
            }
        };
    }
}
