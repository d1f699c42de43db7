package io.pexen.graph;

import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts tasks into lanes: those of the same priority and the same locks are interchangeable but for their order, so they
 * share a lane, and whoever decides what may run looks at the first of each lane alone.
 *
 * <p>A lock of a lane is a code: the number of its key, times two, plus one if it is claimed.
 */
final class Lanes {

    /** The lane of each task. */
    final int[] laneOf;

    final int[] priorities;
    /** The codes of lane {@code l} are {@code locks[lockStart[l]]} up to {@code locks[lockStart[l + 1]]}, ascending. */
    final int[] lockStart;

    final int[] locks;
    final Object[] lockKeys;

    private record Lane(int priority, List<Integer> codes) {}

    Lanes(List<Task> tasks) {
        Map<Lane, Integer> numbers = new HashMap<>();
        KeyTable keys = new KeyTable(8);
        List<Lane> lanes = new ArrayList<>();
        int[] lane = new int[tasks.size()];
        Lane last = null;
        for (int i = 0; i < lane.length; i++) {
            Task task = tasks.get(i);
            List<Integer> codes = codes(task, keys);
            if (last != null && codes.isEmpty() && last.codes.isEmpty() && last.priority == task.priority()) {
                lane[i] = lane[i - 1];
                continue;
            }
            last = new Lane(task.priority(), codes);
            Integer number = numbers.putIfAbsent(last, lanes.size());
            if (number == null) {
                number = lanes.size();
                lanes.add(last);
            }
            lane[i] = number;
        }
        laneOf = lane;
        priorities = new int[lanes.size()];
        lockStart = new int[lanes.size() + 1];
        int total = 0;
        for (int l = 0; l < priorities.length; l++) {
            priorities[l] = lanes.get(l).priority;
            total += lanes.get(l).codes.size();
            lockStart[l + 1] = total;
        }
        locks = new int[total];
        int at = 0;
        for (Lane each : lanes) {
            for (int code : each.codes) {
                locks[at++] = code;
            }
        }
        lockKeys = keys.toArray(0);
    }

    private static List<Integer> codes(Task task, KeyTable keys) {
        int uses = task.uses().size();
        int claims = task.claims().size();
        if (uses + claims == 0) {
            return List.of();
        }
        Integer[] codes = new Integer[uses + claims];
        int at = 0;
        for (Object key : task.uses()) {
            codes[at++] = keys.add(key) * 2;
        }
        for (Object key : task.claims()) {
            codes[at++] = keys.add(key) * 2 + 1;
        }
        Arrays.sort(codes);
        return List.of(codes);
    }
}
