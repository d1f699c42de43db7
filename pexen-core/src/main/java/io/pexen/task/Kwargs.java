package io.pexen.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named arguments of a task, fixed by its definition. Immutable. Asking for an argument that was not given is an
 * error that names the task and the argument, so a misspelt name does not pass as null.
 */
public final class Kwargs {

    private final String taskId;
    private final Map<String, @Nullable Object> values;

    Kwargs(String taskId, Map<String, @Nullable Object> values) {
        this.taskId = taskId;
        this.values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The value of an argument.
     *
     * @throws KwargException if the task was not given it
     */
    public @Nullable Object get(String name) {
        Object value = values.get(name);
        if (value == null && !values.containsKey(name)) {
            throw new KwargException(
                    taskId,
                    name,
                    "task \"" + taskId + "\" lacks the kwarg \"" + name + "\": it was given " + values.keySet()
                            + "; add .kwarg(\"" + name + "\", ...) to its definition");
        }
        return value;
    }

    /**
     * The value of an argument, as a type; primitive types, such as {@code int.class}, mean their boxes.
     *
     * @throws KwargException if the task was not given it, or it is null or of another type; the message does not show
     *     the value
     */
    public <T> T get(String name, Class<T> type) {
        Object value = get(name);
        T typed = Typed.cast(value, type);
        if (typed == null) {
            throw new KwargException(
                    taskId,
                    name,
                    "task \"" + taskId + "\": the kwarg \"" + name + "\" " + Typed.mismatch(value, type)
                            + "; ask for that type, or define the kwarg with a value of the other");
        }
        return typed;
    }

    /** The value of an argument, or {@code fallback} if the task was not given it. */
    public @Nullable Object getOrDefault(String name, @Nullable Object fallback) {
        return values.containsKey(name) ? values.get(name) : fallback;
    }

    /** All arguments, in the order of definition; unmodifiable. */
    public Map<String, @Nullable Object> asMap() {
        return values;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
