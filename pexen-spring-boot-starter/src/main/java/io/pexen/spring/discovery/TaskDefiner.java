package io.pexen.spring.discovery;

import io.pexen.factory.KwargConverter;
import io.pexen.factory.MethodFactory;
import io.pexen.factory.TaskMethod;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodParameter;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ResolvableType;
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

    /**
     * The text with placeholders and SpEL resolved; empty if SpEL gives null.
     *
     * @throws PexenException if it cannot be resolved
     */
    String resolve(String text) {
        boolean mayTell = true;
        try {
            String property = String.valueOf(beans.resolveEmbeddedValue(text));
            mayTell = property.equals(text);
            String resolved = texts.resolveStringValue(text);
            return resolved == null ? "" : resolved;
        } catch (RuntimeException e) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
            // An expression that cannot be evaluated is repeated, with the values of properties in it, which may be
            // secret.
            throw new PexenException(
                    "the text \"" + text + "\" cannot be resolved: "
                            + (mayTell
                                    ? reason(cause)
                                    : "with the values of its properties, which are not shown, it is no right expression ("
                                            + cause.getClass().getSimpleName() + ")")
                            + "; correct the expression, set the property, or give a default as in ${name:default}",
                    mayTell ? e : null);
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    /**
     * Makes the task.
     *
     * @throws RuntimeException with the reason if the method is not fit, a text cannot be resolved or a kwarg does not fit
     */
    Task define(FoundMethod found) {
        AsyncMethods.check(found, AutoProxyUtils.determineTargetClass(beans, found.bean()));
        String id = MethodFactory.id(found.annotation(), this::resolve);
        TaskMethod method = TaskMethod.of(found.declared());
        BeanTaskBody body = new BeanTaskBody(found, method.body(invocable(found), target(found)));
        if (inWorker) {
            WorkerBodies.add(body);
        }
        return MethodFactory.define(
                id.isEmpty() ? found.defaultId() : id,
                method,
                body,
                MethodFactory.definition(found.annotation(), this::resolve),
                new Conversion(beanType(found)));
    }

    /** The bean's type with what its definition says of type variables, as in {@code @Bean Gen<Integer> gen()}. */
    private ResolvableType beanType(FoundMethod found) {
        ResolvableType defined = beans.containsBeanDefinition(found.bean())
                ? beans.getMergedBeanDefinition(found.bean()).getResolvableType()
                : ResolvableType.NONE;
        Class<?> declaring = found.declared().getDeclaringClass();
        return declaring.isAssignableFrom(defined.toClass())
                ? defined
                : ResolvableType.forClass(found.method().getDeclaringClass());
    }

    /** The method to call on the bean, which may be a proxy that has the methods of interfaces only. */
    private Method invocable(FoundMethod found) {
        Class<?> type = beans.getType(found.bean(), false);
        if (type == null) {
            return found.declared();
        }
        Method method;
        try {
            method = AopUtils.selectInvocableMethod(found.declared(), type);
        } catch (IllegalStateException e) {
            throw new PexenException(
                    "the bean has a proxy with the methods of its interfaces only; declare the method in one of them, or set"
                            + " spring.aop.proxy-target-class=true",
                    e);
        }
        refuseFinalBehindProxy(found, type);
        return method;
    }

    /** What gives the bean for each execution. Whether a bean that is not there yet gets a proxy shows only then. */
    private Supplier<?> target(FoundMethod found) {
        return () -> {
            Object bean = beans.getBean(found.bean());
            refuseFinalBehindProxy(found, bean.getClass());
            return bean;
        };
    }

    /**
     * A proxy that is a subclass cannot override a final method: called on the proxy, it would not see the bean's
     * fields.
     */
    private static void refuseFinalBehindProxy(FoundMethod found, Class<?> type) {
        if (found.isFinal() && SpringProxy.class.isAssignableFrom(type) && !Proxy.isProxyClass(type)) {
            throw new PexenException(
                    "it is final, and the bean has a proxy that could not pass the call on to it; do not let"
                            + " it be final, or do without what needs the proxy");
        }
    }

    /** Spring's conversions to the parameters of a bean's method. */
    private final class Conversion implements KwargConverter {

        private final ResolvableType beanType;

        Conversion(ResolvableType beanType) {
            this.beanType = beanType;
        }

        @Override
        public @Nullable Object convert(String value, Parameter parameter) {
            MethodParameter target = MethodParameter.forParameter(parameter);
            return conversions.convert(
                    value,
                    TypeDescriptor.valueOf(String.class),
                    new TypeDescriptor(
                            ResolvableType.forMethodParameter(target, beanType), null, parameter.getAnnotations()));
        }

        /** Knows nullable and default parameters of Kotlin too, if its reflection is there. */
        @Override
        public boolean isOptional(Parameter parameter) {
            return MethodParameter.forParameter(parameter).isOptional();
        }
    }
}
