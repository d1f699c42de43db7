package io.pexen.task;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of one task: an ordinary map, a copy of the sched's preset values into which the maps of its parents
 * were merged. Private to the task while it runs, so it needs no synchronization; null values are allowed.
 *
 * <p>The copy is made at the first write, through the map or a view of it. Until then all tasks read the same preset
 * map, and a task reads the map that its parent left.
 */
public final class SharedState extends AbstractMap<String, @Nullable Object> {

    /** The values at the start; never written. */
    private final Map<String, @Nullable Object> preset;

    /** Preset values and changes together; null until the first write or merge. */
    private @Nullable Map<String, @Nullable Object> own;

    /** Whether the state of another task reads {@link #own} too, so that it must not be written. */
    private boolean lent;

    /**
     * A state that starts with these values.
     *
     * @param preset must not change: it is read in place until the first write
     */
    public SharedState(Map<String, @Nullable Object> preset) {
        this.preset = preset;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return current().get(key);
    }

    /**
     * The value of a key, as a type; primitive types, such as {@code int.class}, mean their boxes.
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
        Map<String, @Nullable Object> values = parent.current();
        if (values == current()) {
            return;
        }
        boolean owned = own != null && !lent;
        if (!owned && values.keySet().containsAll(current().keySet())) {
            own = values; // the result would be equal, so the map is shared until one of the two writes
            lent = true;
            parent.lent = true;
        } else if (owned || changes(values)) { // a map that others read is copied only if that changes something
            writable().putAll(values);
        }
    }

    /** Whether putting all of these would change anything here. Values are compared by identity. */
    private boolean changes(Map<String, @Nullable Object> values) {
        for (Entry<String, @Nullable Object> entry : values.entrySet()) {
            Object value = entry.getValue();
            Object here = current().get(entry.getKey());
            if (here != value || (value == null && !containsKey(entry.getKey()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether merging this into a state that still equals its preset values would change nothing. */
    public boolean isPreset() {
        return own == null;
    }

    @Override
    public int size() {
        return current().size();
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private Map<String, @Nullable Object> current() {
        return own != null ? own : preset;
    }

    private Map<String, @Nullable Object> writable() {
        if (own == null || lent) {
            own = new LinkedHashMap<>(current());
            lent = false;
        }
        return own;
    }

    /** The view on which all others are built. Writes through it go into a copy, too. */
    private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {

        @Override
        public int size() {
            return current().size();
        }

        @Override
        public void clear() {
            SharedState.this.clear();
        }

        @Override
        public boolean contains(@Nullable Object entry) {
            return current().entrySet().contains(entry);
        }

        @Override
        public boolean remove(@Nullable Object entry) {
            return contains(entry) && writable().entrySet().remove(entry);
        }

        @Override
        public Iterator<Entry<String, @Nullable Object>> iterator() {
            return new EntryIterator();
        }
    }

    /** Continues in the copy, at the same place, when one has been made: it has the same order. */
    private final class EntryIterator implements Iterator<Entry<String, @Nullable Object>> {

        private Map<String, @Nullable Object> source = current();
        private Iterator<Entry<String, @Nullable Object>> entries =
                source.entrySet().iterator();
        private final int size = source.size();
        private int seen;
        private int removed;

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry<String, @Nullable Object> next() {
            follow();
            seen++;
            return new LiveEntry(source, entries.next());
        }

        @Override
        public void remove() {
            if (seen == 0) {
                throw new IllegalStateException("next() comes first");
            }
            follow();
            writable();
            follow();
            entries.remove();
            seen--;
            removed++;
        }

        private void follow() {
            if (current() != source) {
                source = current();
                if (source.size() != size - removed) {
                    throw new ConcurrentModificationException();
                }
                entries = source.entrySet().iterator();
                for (int i = 0; i < seen; i++) {
                    entries.next();
                }
            }
        }
    }

    /** An entry whose writes go into a copy. */
    private final class LiveEntry implements Entry<String, @Nullable Object> {

        private final Map<String, @Nullable Object> source;
        private final Entry<String, @Nullable Object> entry;

        LiveEntry(Map<String, @Nullable Object> source, Entry<String, @Nullable Object> entry) {
            this.source = source;
            this.entry = entry;
        }

        @Override
        public String getKey() {
            return entry.getKey();
        }

        @Override
        public @Nullable Object getValue() {
            return current() == source ? entry.getValue() : get(getKey());
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            return put(getKey(), value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry<?, ?> that
                    && Objects.equals(getKey(), that.getKey())
                    && Objects.equals(getValue(), that.getValue());
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(getKey()) ^ Objects.hashCode(getValue());
        }

        @Override
        public String toString() {
            return getKey() + "=" + getValue();
        }
    }
}
