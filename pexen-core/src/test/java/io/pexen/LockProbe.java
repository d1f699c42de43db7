package io.pexen;

import io.pexen.task.Task;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many bodies use each lock at this moment; a claim counts as many. */
final class LockProbe {

    private static final int CLAIM = 1_000;

    private final Map<Object, AtomicInteger> inside = new ConcurrentHashMap<>();

    void enter(Task task, Collection<String> violations) {
        task.uses().forEach(key -> check(key, 1, CLAIM, violations));
        task.claims().forEach(key -> check(key, CLAIM, CLAIM + 1, violations));
    }

    private void check(Object key, int add, int limit, Collection<String> violations) {
        int now = inside.computeIfAbsent(key, any -> new AtomicInteger()).addAndGet(add);
        if (now >= limit) {
            violations.add(key + " is held by " + now);
        }
    }

    void exit(Task task) {
        task.uses().forEach(key -> inside.get(key).addAndGet(-1));
        task.claims().forEach(key -> inside.get(key).addAndGet(-CLAIM));
    }
}
