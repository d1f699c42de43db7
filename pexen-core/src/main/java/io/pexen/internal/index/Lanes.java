package io.pexen.internal.index;

import io.pexen.task.Task;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts tasks into lanes: those of the same pool, the same priority and the same locks are interchangeable but for their
 * order, so they share a lane, and whoever decides what may run looks at the first of each lane alone.
 *
 * <p>The locks of a lane are {@linkplain LockCode codes}. The arrays grow as lanes are found, so a task whose lane is
 * known costs no memory but its number.
 */
final class Lanes {

    /** The lane of each task. */
    final int[] laneOf;

    int[] priorities = new int[8];
    /** How many tasks each lane has. */
    int[] sizes = new int[8];
    /** The number of the pool of each lane; 0 if its tasks name none. */
    int[] pools = new int[8];
    /** For each lane the one of the same pool and priority that needs no locks; there always is one, even if it has no tasks. */
    int[] entrances = new int[8];
    /** The codes of lane {@code l} are {@code locks[lockStart[l]]} up to {@code locks[lockStart[l + 1]]}, ascending. */
    int[] lockStart = new int[9];

    int[] locks = new int[8];
    final Object[] lockKeys;
    /** The pools that tasks name, the first of which has the number 1. */
    final String[] poolNames;

    private final HashIndex index = new HashIndex(8);
    private final KeyTable keys = new KeyTable(8);
    private final KeyTable names = new KeyTable(8);
    /** The codes of the task that is looked at are the first in here. */
    private int[] codes = new int[8];

    Lanes(List<Task> tasks) {
        laneOf = new int[tasks.size()];
        int lane = -1;
        for (int i = 0; i < laneOf.length; i++) {
            Task task = tasks.get(i);
            int pool = task.pool() == null ? 0 : names.add(task.pool()) + 1;
            int count = readCodes(task);
            if (lane < 0 || !isLane(lane, pool, task.priority(), count)) {
                lane = findOrAdd(pool, task.priority(), count);
            }
            laneOf[i] = lane;
            sizes[lane]++;
        }
        int lanes = index.size();
        priorities = Arrays.copyOf(priorities, lanes);
        sizes = Arrays.copyOf(sizes, lanes);
        pools = Arrays.copyOf(pools, lanes);
        entrances = Arrays.copyOf(entrances, lanes);
        lockStart = Arrays.copyOf(lockStart, lanes + 1);
        locks = Arrays.copyOf(locks, lockStart[lanes]);
        lockKeys = keys.toArray(0);
        poolNames = Arrays.copyOf(names.toArray(0), names.size(), String[].class);
    }

    private int readCodes(Task task) {
        int count = task.uses().size() + task.claims().size();
        if (count > 0) {
            codes = sized(codes, count);
            int at = 0;
            for (Object key : task.uses()) {
                codes[at++] = LockCode.use(keys.add(key));
            }
            for (Object key : task.claims()) {
                codes[at++] = LockCode.claim(keys.add(key));
            }
            Arrays.sort(codes, 0, count);
        }
        return count;
    }

    private int findOrAdd(int pool, int priority, int count) {
        int hash = hash(pool, priority, count);
        int slot = index.seek(hash);
        while (index.number(slot) >= 0 && !isLane(index.number(slot), pool, priority, count)) {
            slot = index.seekOn(hash, slot);
        }
        if (index.number(slot) >= 0) {
            return index.number(slot);
        }
        int lane = add(index.add(hash, slot), pool, priority, count);
        int entrance = count == 0 ? lane : findOrAdd(pool, priority, 0); // may grow the arrays
        entrances[lane] = entrance;
        return lane;
    }

    private int add(int lane, int pool, int priority, int count) {
        int start = lockStart[lane];
        priorities = sized(priorities, lane + 1);
        sizes = sized(sizes, lane + 1);
        pools = sized(pools, lane + 1);
        entrances = sized(entrances, lane + 1);
        lockStart = sized(lockStart, lane + 2);
        locks = sized(locks, start + count);
        priorities[lane] = priority;
        pools[lane] = pool;
        lockStart[lane + 1] = start + count;
        System.arraycopy(codes, 0, locks, start, count);
        return lane;
    }

    private boolean isLane(int lane, int pool, int priority, int count) {
        return priorities[lane] == priority
                && pools[lane] == pool
                && Arrays.equals(locks, lockStart[lane], lockStart[lane + 1], codes, 0, count);
    }

    private int hash(int pool, int priority, int count) {
        int hash = priority + pool * 31;
        for (int i = 0; i < count; i++) {
            hash = (hash + codes[i]) * 0x9E3779B9;
            hash ^= hash >>> 15;
        }
        return hash;
    }

    private static int[] sized(int[] array, int size) {
        return size <= array.length ? array : Arrays.copyOf(array, Math.max(size, array.length * 2));
    }
}
