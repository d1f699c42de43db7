package io.pexen.factory;

import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;

/** Turns the text of a kwarg into what a parameter takes. */
@FunctionalInterface
public interface KwargConverter {

    /** Knows texts, characters, booleans, numbers and enums. */
    KwargConverter BASIC = BasicKwargConverter::convert;

    /**
     * The value for a parameter.
     *
     * @throws RuntimeException if the text does not fit; it becomes the cause of a {@link io.pexen.task.KwargException}, whose
     *     message does not repeat its message: that may hold the text, which may be secret
     */
    @Nullable
    Object convert(String value, Parameter parameter);
}
