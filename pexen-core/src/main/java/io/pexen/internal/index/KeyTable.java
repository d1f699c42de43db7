package io.pexen.internal.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Numbers keys in the order in which they first come. */
final class KeyTable {

    private final Map<Object, Integer> numbers;
    private Object[] keys;

    /** @param expected about how many keys there will be */
    KeyTable(int expected) {
        numbers = new HashMap<>(Math.max(16, expected + expected / 3 + 1));
        keys = new Object[Math.max(8, expected)];
    }

    int size() {
        return numbers.size();
    }

    Object key(int number) {
        return keys[number];
    }

    /** The number of the key, a new one if it has none. */
    int add(Object key) {
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == keys.length) {
            keys = Arrays.copyOf(keys, number * 2);
        }
        keys[number] = key;
        numbers.put(key, number);
        return number;
    }

    /** The number of the key, or -1 if it has none. */
    int get(Object key) {
        return numbers.getOrDefault(key, -1);
    }

    Object[] toArray(int from) {
        return Arrays.copyOfRange(keys, from, size());
    }
}
