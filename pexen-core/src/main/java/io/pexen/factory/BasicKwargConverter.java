package io.pexen.factory;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** The conversions that need no framework. */
final class BasicKwargConverter {

    private static final Map<Class<?>, Function<String, Object>> CONVERSIONS = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(CharSequence.class, text -> text),
            Map.entry(Object.class, text -> text),
            Map.entry(int.class, Integer::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(long.class, Long::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(short.class, Short::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(byte.class, Byte::valueOf),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(double.class, Double::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(float.class, Float::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(boolean.class, BasicKwargConverter::bool),
            Map.entry(Boolean.class, BasicKwargConverter::bool),
            Map.entry(char.class, BasicKwargConverter::character),
            Map.entry(Character.class, BasicKwargConverter::character),
            Map.entry(BigInteger.class, BigInteger::new),
            Map.entry(BigDecimal.class, BigDecimal::new));

    private BasicKwargConverter() {}

    static Object convert(String value, Class<?> type) {
        Function<String, Object> conversion = CONVERSIONS.get(type);
        if (conversion != null) {
            return conversion.apply(value);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(advice(type)));
        }
        throw new IllegalArgumentException("no conversion from text is known");
    }

    /** Advice on the texts that a type accepts, for any converter. */
    static String advice(Class<?> type) {
        if (type.isEnum()) {
            return "give one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == boolean.class || type == Boolean.class) {
            return "give true or false";
        }
        if (type == char.class || type == Character.class) {
            return "give a single character";
        }
        return "give a text that fits, or let the parameter be a String";
    }

    private static Boolean bool(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException(advice(boolean.class));
    }

    private static Character character(String text) {
        if (text.length() == 1) {
            return text.charAt(0);
        }
        throw new IllegalArgumentException(advice(char.class));
    }
}
