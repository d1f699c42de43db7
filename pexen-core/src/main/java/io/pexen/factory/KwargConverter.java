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
     * @throws RuntimeException if the text does not fit; its message is told to the user
     */
    @Nullable
    Object convert(String value, Parameter parameter);
}
