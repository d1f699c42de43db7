package io.pexen.process;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the path from a value to the object in it that is not serializable, for messages. The value is written again,
 * to nowhere; the last object that is visited is the culprit, which is then searched in maps, collections, arrays and
 * fields.
 */
final class SerialPath {

    /** The depth of the search; deeper graphs fail because of their depth. */
    private static final int DEEPEST = 200;

    private final Object culprit;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private SerialPath(Object culprit) {
        this.culprit = culprit;
    }

    /** For example {@code .orders[3].owner}; empty if it is the value itself, or cannot be found. */
    static String toUnserializable(Object value) {
        Tracer tracer = null;
        try {
            tracer = new Tracer();
            tracer.writeObject(value);
        } catch (IOException e) {
            String way = tracer == null ? null : new SerialPath(tracer.last).to(value, 0);
            return way == null ? "" : way;
        }
        return "";
    }

    private static final class Tracer extends ObjectOutputStream {

        private Object last = "";
        private boolean failed;

        Tracer() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            failed |= object instanceof NotSerializableException; // which is written too
            last = failed ? last : object;
            return object;
        }
    }

    /** The path from here to the culprit; null if there is none. */
    @SuppressWarnings("ReferenceEquality")
    private @Nullable String to(@Nullable Object from, int depth) {
        if (from == culprit) {
            return "";
        }
        if (from == null || depth > DEEPEST || from instanceof String || !seen.add(from)) {
            return null;
        }
        if (from instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String way = to(entry.getValue(), depth + 1);
                if (way != null) {
                    return "[" + entry.getKey() + "]" + way;
                }
            }
        } else if (from instanceof Collection<?> collection) {
            return elements(collection.toArray(), depth);
        } else if (from instanceof Object[] array) {
            return elements(array, depth);
        }
        return fields(from, depth);
    }

    private @Nullable String elements(Object[] array, int depth) {
        for (int i = 0; i < array.length; i++) {
            String way = to(array[i], depth + 1);
            if (way != null) {
                return "[" + i + "]" + way;
            }
        }
        return null;
    }

    private @Nullable String fields(Object from, int depth) {
        for (Class<?> type = from.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean written =
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
                if (written && !field.getType().isPrimitive() && field.trySetAccessible()) {
                    String way = to(get(field, from), depth + 1);
                    if (way != null) {
                        return "." + field.getName() + way;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable Object get(Field field, Object from) {
        try {
            return field.get(from);
        } catch (IllegalAccessException e) {
            return null; // not after it was made accessible
        }
    }
}
