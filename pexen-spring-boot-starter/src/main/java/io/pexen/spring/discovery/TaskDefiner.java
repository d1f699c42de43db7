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
 * Creates a task from an annotated method. Placeholders and SpEL in its strings are resolved now, and kwargs are
 * converted now. The bean is fetched each time the task runs, so that proxies apply and scopes keep their meaning.
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
     * The text with placeholders and SpEL resolved; empty if SpEL evaluates to null.
     *
     * @throws PexenException if it cannot be resolved
     */
    String resolve(String text) {
        boolean isShowable = true;
        try {
            String property = String.valueOf(beans.resolveEmbeddedValue(text));
            isShowable = property.equals(text);
            String resolved = texts.resolveStringValue(text);
            return resolved == null ? "" : resolved;
        } catch (RuntimeException e) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
            // The message repeats an expression that cannot be evaluated, with the values of properties, which may be
            // secret.
            throw new PexenException(
                    "the text \"" + text + "\" cannot be resolved: "
                            + (isShowable
                                    ? reason(cause)
                                    : "with the values of its properties, which are not shown, it is not a valid"
                                            + " expression (" + cause.getClass().getSimpleName() + ")")
                            + "; correct the expression, set the property, or give a default, as in ${name:default}",
                    isShowable ? e : null);
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    /**
     * Creates the task.
     *
     * @throws RuntimeException with the reason, if the method is not suitable, a text cannot be resolved, or a kwarg
     *     cannot be converted
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

    /**
     * The bean's type, with the type variables that its definition resolves, as in {@code @Bean Gen<Integer> gen()}.
     */
    private ResolvableType beanType(FoundMethod found) {
        ResolvableType defined = beans.containsBeanDefinition(found.bean())
                ? beans.getMergedBeanDefinition(found.bean()).getResolvableType()
                : ResolvableType.NONE;
        Class<?> declaring = found.declared().getDeclaringClass();
        return declaring.isAssignableFrom(defined.toClass())
                ? defined
                : ResolvableType.forClass(found.method().getDeclaringClass());
    }

    /** The method to call on the bean, which may be a proxy that has only the methods of interfaces. */
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
                    "the bean has a proxy with only the methods of its interfaces; declare the method in one of them,"
                            + " or set spring.aop.proxy-target-class=true",
                    e);
        }
        refuseFinalBehindProxy(found, type);
        return method;
    }

    /**
     * Supplies the bean for each execution. For a bean that does not exist yet, only this shows whether it gets a
     * proxy.
     */
    private Supplier<?> target(FoundMethod found) {
        return () -> {
            Object bean = beans.getBean(found.bean());
            refuseFinalBehindProxy(found, bean.getClass());
            return bean;
        };
    }

    /**
     * A proxy that is a subclass cannot override a final method: the method would run on the proxy and not see the
     * bean's fields.
     */
    private static void refuseFinalBehindProxy(FoundMethod found, Class<?> type) {
        if (found.isFinal() && SpringProxy.class.isAssignableFrom(type) && !Proxy.isProxyClass(type)) {
            throw new PexenException(
                    "it is final, and the bean has a proxy that cannot override it; make the method non-final, or"
                            + " remove what requires the proxy");
        }
    }

    /** Spring's conversions to the parameter types of a bean's method. */
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

        /** Also recognizes nullable and default parameters of Kotlin, if its reflection library is present. */
        @Override
        public boolean isOptional(Parameter parameter) {
            return MethodParameter.forParameter(parameter).isOptional();
        }
    }
}
