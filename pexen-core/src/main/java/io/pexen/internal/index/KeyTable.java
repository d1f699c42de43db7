package io.pexen.internal.index;

import java.util.Arrays;

/** Numbers keys in the order in which they first come. */
final class KeyTable {

    private final HashIndex index;
    private Object[] keys;

    KeyTable(int expected) {
        index = new HashIndex(expected);
        keys = new Object[Math.max(8, expected)];
    }

    int size() {
        return index.size();
    }

    Object key(int number) {
        return keys[number];
    }

    /** The number of the key, a new one if it has none. */
    int add(Object key) {
        int hash = key.hashCode();
        int slot = find(key, hash);
        int number = index.number(slot);
        if (number < 0) {
            number = index.add(hash, slot);
            if (number == keys.length) {
                keys = Arrays.copyOf(keys, number * 2);
            }
            keys[number] = key;
        }
        return number;
    }

    /** The number of the key, or -1 if it has none. */
    int get(Object key) {
        return index.number(find(key, key.hashCode()));
    }

    Object[] toArray(int from) {
        return Arrays.copyOfRange(keys, from, size());
    }

    private int find(Object key, int hash) {
        int slot = index.seek(hash);
        while (index.number(slot) >= 0 && !same(keys[index.number(slot)], key)) {
            slot = index.seekOn(hash, slot);
        }
        return slot;
    }

    private static boolean same(Object one, Object other) {
        return one == other || one.equals(other);
    }
}
