package io.pexen.graph;

import java.util.Arrays;

/**
 * Numbers keys in the order in which they first come. Open addressing with linear probing (Knuth, The Art of Computer
 * Programming 3, 6.4); hashes are kept, so that a probe touches a key only when its hash is the same.
 */
final class KeyTable {

    private Object[] keys;
    private int[] hashes;
    /** For each slot the number of its key plus one; 0 is a free slot. */
    private int[] slots;

    private int size;

    KeyTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
        slots = new int[capacity];
        hashes = new int[capacity];
        keys = new Object[Math.max(8, expected)];
    }

    int size() {
        return size;
    }

    Object key(int number) {
        return keys[number];
    }

    /** The number of the key, a new one if it has none. */
    int add(Object key) {
        int hash = spread(key.hashCode());
        int slot = find(key, hash);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
        }
        keys[size] = key;
        hashes[slot] = hash;
        slots[slot] = ++size;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    /** The number of the key, or -1 if it has none. */
    int get(Object key) {
        return slots[find(key, spread(key.hashCode()))] - 1;
    }

    Object[] toArray(int from) {
        return Arrays.copyOfRange(keys, from, size);
    }

    private int find(Object key, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            if (hashes[slot] == hash) {
                Object other = keys[slots[slot] - 1];
                if (other == key || other.equals(key)) {
                    break;
                }
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int[] oldSlots = slots;
        int[] oldHashes = hashes;
        slots = new int[oldSlots.length * 2];
        hashes = new int[oldSlots.length * 2];
        int mask = slots.length - 1;
        for (int old = 0; old < oldSlots.length; old++) {
            if (oldSlots[old] != 0) {
                int slot = oldHashes[old] & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = oldSlots[old];
                hashes[slot] = oldHashes[old];
            }
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
