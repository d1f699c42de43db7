package io.pexen.task;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of one task: an ordinary map, a copy of the sched's preset values into which the maps of its parents
 * were merged. Private to the task while it runs, so it needs no synchronization; null values are allowed.
 *
 * <p>The copy is made at the first write. Until then all tasks read one and the same preset map.
 */
public final class SharedState extends AbstractMap<String, @Nullable Object> {

    /** What was there at the start; never written. */
    private final Map<String, @Nullable Object> preset;

    /** Preset and changes together, from the first write on. */
    private @Nullable Map<String, @Nullable Object> own;

    /**
     * A state that starts with these values.
     *
     * @param preset must not change any more: it is read in place until the first write
     */
    public SharedState(Map<String, @Nullable Object> preset) {
        this.preset = preset;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return current().get(key);
    }

    /**
     * The value of a key, as a type; {@code int.class} and the like stand for their boxes.
     *
     * @throws PexenException if there is none, or it is null or of another type; the message does not show the value
     */
    public <T> T get(String key, Class<T> type) {
        Object value = get(key);
        T typed = Typed.cast(value, type);
        if (typed == null) {
            throw new PexenException("shared state \"" + key + "\" " + Typed.mismatch(value, type)
                    + (containsKey(key) ? "" : ": it was never put; there are " + keySet()));
        }
        return typed;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return current().containsKey(key);
    }

    @Override
    public @Nullable Object put(String key, @Nullable Object value) {
        return writable().put(key, value);
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        return current().containsKey(key) ? writable().remove(key) : null;
    }

    @Override
    public void clear() {
        if (!isEmpty()) {
            writable().clear();
        }
    }

    /** Merges the state of a parent that ended: all of its values, over what is here. */
    public void merge(SharedState parent) {
        if (parent.own != null || own != null || parent.preset != preset) {
            Map<String, @Nullable Object> values = parent.current();
            if (!values.isEmpty()) {
                writable().putAll(values);
            }
        }
    }

    /** Whether a merge of this into a state that still equals its preset values would leave it as it is. */
    public boolean isPreset() {
        return own == null;
    }

    @Override
    public int size() {
        return current().size();
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return own != null ? own.entrySet() : Collections.unmodifiableSet(preset.entrySet());
    }

    private Map<String, @Nullable Object> current() {
        return own != null ? own : preset;
    }

    private Map<String, @Nullable Object> writable() {
        if (own == null) {
            own = new LinkedHashMap<>(preset);
        }
        return own;
    }
}
