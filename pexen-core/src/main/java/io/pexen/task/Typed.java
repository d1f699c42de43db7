package io.pexen.task;

import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value as a type that the caller names. Messages name types and never show the value: it may be secret, and
 * messages end up in logs and on the Actuator endpoint.
 */
final class Typed {

    private Typed() {}

    /** The value as the type, where a primitive type means its box; null if it is null or of another type. */
    @SuppressWarnings("unchecked") // int.class is a Class<Integer>, but only its box can cast
    static <T> @Nullable T cast(@Nullable Object value, Class<T> type) {
        return box(type).isInstance(value) ? (T) value : null;
    }

    /** For messages: {@code must be a java.lang.String, was java.lang.Integer}. */
    static String mismatch(@Nullable Object value, Class<?> type) {
        return "must be a " + box(type).getName() + ", was "
                + (value == null ? "null" : value.getClass().getName());
    }

    private static Class<?> box(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
