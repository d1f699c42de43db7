package io.pexen.internal.index;

import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sorts tasks into lanes: tasks of the same pool, priority and locks are interchangeable except for their order, so
 * they share a lane, and the planner looks at the first task of each lane only.
 *
 * <p>The locks of a lane are {@linkplain LockCode codes}.
 */
final class Lanes {

    private static final int[] NO_LOCKS = {};

    /** The lane of each task. */
    final int[] laneOf;

    final int[] priorities;
    /** How many tasks each lane has. */
    final int[] sizes;
    /** The number of the pool of each lane; 0 if its tasks name none. */
    final int[] pools;
    /** For each lane, the lane of the same pool and priority that needs no locks; it exists even if it has no tasks. */
    final int[] entrances;
    /** The codes of lane {@code l} are {@code locks[lockStart[l]]} up to {@code locks[lockStart[l + 1]]}, ascending. */
    final int[] lockStart;

    final int[] locks;
    final Object[] lockKeys;
    /** The pools that tasks name; the first has the number 1. */
    final String[] poolNames;

    private final List<Lane> lanes = new ArrayList<>();
    private final Map<Lane, Lane> known = new HashMap<>();
    /** The entrance that was looked up last: most lanes have the same. */
    private @Nullable Lane entrance;

    private final KeyTable keys = new KeyTable(8);
    private final KeyTable names = new KeyTable(8);

    /** Equal if pool, priority and locks are equal. */
    private static final class Lane {

        final int pool;
        final int priority;
        /** The codes of the locks, ascending. */
        final int[] locks;

        int number;
        int entrance;
        int size;

        Lane(int pool, int priority, int[] locks) {
            this.pool = pool;
            this.priority = priority;
            this.locks = locks;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Lane that
                    && pool == that.pool
                    && priority == that.priority
                    && Arrays.equals(locks, that.locks);
        }

        @Override
        public int hashCode() {
            int hash = priority + pool * 31;
            for (int code : locks) {
                hash = (hash + code) * 0x9E3779B9; // spreads codes, which are small numbers
                hash ^= hash >>> 15;
            }
            return hash;
        }
    }

    Lanes(List<Task> tasks) {
        laneOf = new int[tasks.size()];
        Lane last = null;
        for (int i = 0; i < laneOf.length; i++) {
            Lane lane = read(tasks.get(i));
            if (last == null || !last.equals(lane)) {
                last = findOrAdd(lane);
            }
            last.size++;
            laneOf[i] = last.number;
        }
        int count = lanes.size();
        priorities = new int[count];
        sizes = new int[count];
        pools = new int[count];
        entrances = new int[count];
        lockStart = new int[count + 1];
        for (Lane each : lanes) {
            int l = each.number;
            priorities[l] = each.priority;
            sizes[l] = each.size;
            pools[l] = each.pool;
            entrances[l] = each.entrance;
            lockStart[l + 1] = lockStart[l] + each.locks.length;
        }
        locks = new int[lockStart[count]];
        for (Lane each : lanes) {
            System.arraycopy(each.locks, 0, locks, lockStart[each.number], each.locks.length);
        }
        lockKeys = keys.toArray(0);
        poolNames = Arrays.copyOf(names.toArray(0), names.size(), String[].class);
    }

    private Lane read(Task task) {
        int pool = task.pool() == null ? 0 : names.add(task.pool()) + 1;
        return new Lane(pool, task.priority(), codes(task));
    }

    private int[] codes(Task task) {
        int count = task.uses().size() + task.claims().size();
        if (count == 0) {
            return NO_LOCKS;
        }
        int[] codes = new int[count];
        int at = 0;
        for (Object key : task.uses()) {
            codes[at++] = LockCode.use(keys.add(key));
        }
        for (Object key : task.claims()) {
            codes[at++] = LockCode.claim(keys.add(key));
        }
        Arrays.sort(codes);
        return codes;
    }

    private Lane findOrAdd(Lane lane) {
        Lane same = known.putIfAbsent(lane, lane);
        if (same != null) {
            return same;
        }
        lane.number = lanes.size();
        lanes.add(lane);
        lane.entrance = entrance(lane).number;
        return lane;
    }

    private Lane entrance(Lane lane) {
        if (lane.locks.length == 0) {
            entrance = lane;
        } else if (entrance == null || entrance.pool != lane.pool || entrance.priority != lane.priority) {
            entrance = findOrAdd(new Lane(lane.pool, lane.priority, NO_LOCKS));
        }
        return entrance;
    }
}
