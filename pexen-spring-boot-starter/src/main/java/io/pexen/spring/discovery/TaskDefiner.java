package io.pexen.spring.discovery;

import io.pexen.factory.MethodFactory;
import io.pexen.factory.TaskMethod;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Makes a task of an annotated method: placeholders and SpEL in its texts are resolved now, kwargs are converted now, and
 * the bean is fetched each time the task runs, so that proxies apply and scopes keep their meaning.
 */
final class TaskDefiner {

    private final ConfigurableListableBeanFactory beans;
    private final EmbeddedValueResolver texts;
    private final ConversionService conversions;
    private final boolean inWorker;

    TaskDefiner(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        this.texts = new EmbeddedValueResolver(beans);
        inWorker = "true".equals(texts.resolveStringValue("${pexen.worker:false}"));
        ConversionService own = beans.getConversionService();
        this.conversions = own != null ? own : ApplicationConversionService.getSharedInstance();
    }

    /** The text with placeholders and SpEL resolved; empty if SpEL gives null. */
    String resolve(String text) {
        String resolved = texts.resolveStringValue(text);
        return resolved == null ? "" : resolved;
    }

    /**
     * Makes the task.
     *
     * @throws RuntimeException with the reason if the method is not fit, a text cannot be resolved or a kwarg does not fit
     */
    Task define(FoundMethod found) {
        if (found.isFinal()) {
            throw new PexenException("it is final, so a proxy of the bean could not pass the call on to it");
        }
        AsyncMethods.check(found, AutoProxyUtils.determineTargetClass(beans, found.bean()));
        String id = resolve(found.annotation().id());
        TaskMethod method = TaskMethod.of(found.declared());
        BeanTaskBody body = new BeanTaskBody(found, method.body(invocable(found), () -> beans.getBean(found.bean())));
        if (inWorker) {
            WorkerBodies.add(body);
        }
        return MethodFactory.define(
                id.isEmpty() ? found.defaultId() : id,
                method,
                body,
                MethodFactory.definition(found.annotation(), this::resolve),
                this::convert);
    }

    /** The method to call on the bean, which may be a proxy that has the methods of interfaces only. */
    private Method invocable(FoundMethod found) {
        Class<?> type = beans.getType(found.bean(), false);
        return type == null ? found.declared() : AopUtils.selectInvocableMethod(found.declared(), type);
    }

    private @Nullable Object convert(String value, Parameter parameter) {
        return conversions.convert(
                value,
                TypeDescriptor.valueOf(String.class),
                new TypeDescriptor(MethodParameter.forParameter(parameter)));
    }
}
