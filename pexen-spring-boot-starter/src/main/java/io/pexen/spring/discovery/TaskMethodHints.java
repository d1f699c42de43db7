package io.pexen.spring.discovery;

import io.pexen.task.FailWrap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * Registers hints for ahead-of-time processing: the annotated methods of a bean, and the constructors of the exceptions
 * that wrap their failures, are called by reflection.
 */
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
                for (FailWrap failWrap : found.annotation().failWrap()) {
                    hints.registerType(failWrap.as(), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
                }
            }
        };
    }
}
