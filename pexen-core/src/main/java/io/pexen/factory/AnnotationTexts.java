package io.pexen.factory;

import io.pexen.task.PexenException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the texts of an annotation. One text is one key or one kwarg: {@code claims = "db, files"} would silently be a
 * lock that no other task has, so texts that look like several are refused, and the message shows the form to use.
 */
final class AnnotationTexts {

    /** A comma that begins another assignment; with a backslash before it, it belongs to the value. */
    private static final Pattern NEXT_KWARG =
            Pattern.compile("(?<!\\\\),(?=\\s*[\\p{L}_$][\\p{L}\\p{N}_$.-]*\\s*=(?!=))");

    /** A placeholder or an expression, in which commas may mean anything. */
    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{[^}]*}");

    private AnnotationTexts() {}

    /** Resolves an id or a name, which may be empty. */
    static String name(String attribute, String text, UnaryOperator<String> resolver) {
        String resolved = resolver.apply(text);
        refuseBlanks(attribute, resolved);
        return resolved;
    }

    /** Resolves keys, each of which is a text without commas and outer blanks. */
    static List<String> keys(String attribute, String[] texts, UnaryOperator<String> resolver) {
        return Stream.of(texts)
                .map(resolver)
                .peek(key -> refuseNoKey(attribute, key))
                .toList();
    }

    private static void refuseNoKey(String attribute, String key) {
        if (key.isBlank()) {
            throw new PexenException(attribute + " = \"" + key + "\" is no key; leave it out, or name a key");
        }
        if (key.indexOf(',') >= 0) {
            throw new PexenException(attribute + " = \"" + key + "\" is one key with a comma in it; write " + attribute
                    + " = " + array(key.split(",")));
        }
        refuseBlanks(attribute, key);
    }

    private static void refuseBlanks(String attribute, String text) {
        if (!text.equals(text.strip())) {
            throw new PexenException(attribute + " = \"" + text + "\" has blanks around it; write " + attribute
                    + " = \"" + text.strip() + '"');
        }
    }

    /** Resolves kwargs, each {@code name=value}. */
    static Map<String, String> kwargs(String[] texts, UnaryOperator<String> resolver) {
        Map<String, String> kwargs = new LinkedHashMap<>();
        for (String text : texts) {
            refuseSeveral(text);
            String resolved = resolver.apply(text.replace("\\,", ","));
            int equals = resolved.indexOf('=');
            if (equals < 1) {
                // Not the resolved text: a value may be secret.
                throw new PexenException(
                        "a kwarg must be \"name=value\", was \"" + text + "\"; put its name before the value");
            }
            String name = resolved.substring(0, equals).strip();
            if (kwargs.put(name, resolved.substring(equals + 1).strip()) != null) {
                throw new PexenException("the kwarg \"" + name + "\" is given twice; remove one");
            }
        }
        return kwargs;
    }

    private static void refuseSeveral(String text) {
        String literal = EXPRESSION.matcher(text).replaceAll("");
        if (NEXT_KWARG.matcher(literal).find()) {
            throw new PexenException("kwargs = \"" + text + "\" looks like several kwargs in one text; write kwargs = "
                    + array(NEXT_KWARG.split(text)) + ", or \\\\, in place of a comma that belongs to the value");
        }
    }

    private static String array(String[] parts) {
        String elements = Arrays.stream(parts)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> '"' + part + '"')
                .collect(Collectors.joining(", "));
        return '{' + elements + '}';
    }
}
