package io.pexen.task;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable set view of an array of distinct keys, in their order. A task has few keys, so a lookup is a scan.
 */
final class KeySet extends AbstractSet<Object> {

    static final Object[] NONE = {};

    private final Object[] keys;

    KeySet(Object[] keys) {
        this.keys = keys;
    }

    /** The keys with {@code more} added, each once, in order of their first appearance. */
    static Object[] add(Object[] keys, Object[] more) {
        Object[] all = Arrays.copyOf(keys, keys.length + more.length);
        int size = keys.length;
        for (Object key : more) {
            if (indexOf(all, size, key) < 0) {
                all[size++] = key;
            }
        }
        return size == all.length ? all : Arrays.copyOf(all, size);
    }

    private static int indexOf(Object[] keys, int size, @Nullable Object key) {
        for (int i = 0; i < size; i++) {
            if (Objects.equals(keys[i], key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean contains(@Nullable Object key) {
        return indexOf(keys, keys.length, key) >= 0;
    }

    @Override
    public Iterator<Object> iterator() {
        return Arrays.asList(keys).iterator();
    }

    @Override
    public int size() {
        return keys.length;
    }
}
