package io.pexen.factory;

import java.lang.reflect.Parameter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the text of a kwarg into what a parameter takes. */
@FunctionalInterface
public interface KwargConverter {

    /** Converts to texts, characters, booleans, numbers and enums. */
    KwargConverter BASIC = (value, parameter) -> BasicKwargConverter.convert(value, parameter.getType());

    /**
     * The value for a parameter.
     *
     * @throws RuntimeException if the text does not fit; it becomes the cause of a
     *     {@link io.pexen.task.KwargException}, whose message does not repeat that of the cause, because it may contain
     *     the text, which may be secret
     */
    @Nullable
    Object convert(String value, Parameter parameter);

    /**
     * Whether a parameter may go without its kwarg. It then gets an empty {@link Optional}, the default value that its
     * method has for it (in Kotlin), or null. By default that is an {@code Optional}, and what is {@code @Nullable} of
     * JSpecify.
     */
    default boolean isOptional(Parameter parameter) {
        return parameter.getType() == Optional.class
                || parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
