package io.pexen.internal.index;

/**
 * Numbers by the hash of what they stand for: open addressing with linear probing (Knuth, The Art of Computer Programming
 * 3, 6.4). Who asks keeps the things themselves, and compares only those whose hash is the same:
 *
 * <pre>{@code
 * int slot = index.seek(hash);
 * while (index.number(slot) >= 0 && !isTheOne(index.number(slot))) {
 *     slot = index.seekOn(hash, slot);
 * }
 * }</pre>
 */
final class HashIndex {

    /**
     * Hashes that differ in these low bits alone stay side by side, since names with a running number have such hashes, and
     * then share cache lines. More bits would make longer clusters.
     */
    private static final int NEIGHBOUR_BITS = 2;

    /** The hash in the upper half, the number plus one in the lower; 0 is a free slot. */
    private long[] slots;

    private int size;

    HashIndex(int expected) {
        slots = new long[Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2];
    }

    int size() {
        return size;
    }

    /** The first slot with this hash, or the free one where it belongs. */
    int seek(int hash) {
        return probe(hash, home(hash));
    }

    /** The next slot with this hash, or the free one where it belongs. */
    int seekOn(int hash, int slot) {
        return probe(hash, slot + 1 & slots.length - 1);
    }

    /** The number in a slot; -1 if it is free. */
    int number(int slot) {
        return (int) slots[slot] - 1;
    }

    /** Puts the next number into the free slot that was found for the hash. */
    int add(int hash, int slot) {
        slots[slot] = (long) hash << 32 | ++size;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    private int probe(int hash, int from) {
        int slot = from;
        while (slots[slot] != 0 && (int) (slots[slot] >>> 32) != hash) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long entry : old) {
            if (entry != 0) {
                int slot = home((int) (entry >>> 32));
                while (slots[slot] != 0) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = entry;
            }
        }
    }

    private int home(int hash) {
        int mixed = (hash >>> NEIGHBOUR_BITS) * 0x9E3779B9;
        mixed ^= mixed >>> 15;
        int neighbour = hash & (1 << NEIGHBOUR_BITS) - 1;
        return (mixed << NEIGHBOUR_BITS | neighbour) & slots.length - 1;
    }
}
