package io.pexen.internal.plan;

import io.pexen.task.SharedState;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The contract written down as plainly as possible: every decision looks at every task. */
final class NaivePlanner {

    private final List<Task> tasks;
    private final int bound;
    private final Map<Task, SharedState> shared = new HashMap<>();
    private final Set<Object> provided = new HashSet<>();
    private final List<Task> arrived = new ArrayList<>();
    private final Map<Task, Integer> arrivalStep = new HashMap<>();
    private final Set<Task> ready = new LinkedHashSet<>();
    private final Set<Task> urgent = new HashSet<>();
    private final Set<Task> granted = new LinkedHashSet<>();
    private final Set<Task> holding = new LinkedHashSet<>();
    private final Set<Task> running = new LinkedHashSet<>();
    private final Set<Task> failed = new LinkedHashSet<>();
    private final Set<Task> retaining = new LinkedHashSet<>();
    private int step;

    /** By name: to which pool of the run a task goes; and by pool: how many may be there at a time. */
    private final Map<String, Integer> pools;

    private final int[] limits;

    NaivePlanner(List<Task> tasks, Map<String, Integer> pools, int[] limits, Map<String, Object> preset, int bound) {
        this.tasks = tasks;
        this.pools = pools;
        this.limits = limits;
        this.bound = bound;
        tasks.forEach(task -> shared.put(task, new SharedState(preset)));
        arrive();
    }

    private void arrive() {
        for (Task task : tasks) {
            if (!arrivalStep.containsKey(task) && provided.containsAll(task.requires())) {
                arrivalStep.put(task, step);
                arrived.add(task);
                ready.add(task);
            }
        }
    }

    Task next() {
        Task best = arrived.stream()
                .filter(ready::contains)
                .filter(this::hasRoom)
                .filter(this::mayHaveItsLocks)
                .min(Comparator.<Task>comparingInt(task -> urgent.contains(task) ? 0 : 1)
                        .thenComparing(task -> urgent.contains(task) ? 0 : task.priority())
                        .thenComparing(arrived::indexOf))
                .orElse(null);
        if (best != null) {
            ready.remove(best);
            urgent.remove(best);
            granted.add(best);
            holding.add(best);
            running.add(best);
            findUrgent();
        }
        return best;
    }

    private boolean hasRoom(Task task) {
        return running.stream().filter(other -> pool(other) == pool(task)).count() < limits[pool(task)];
    }

    int pool(Task task) {
        return task.pool() == null ? 0 : pools.get(task.pool());
    }

    private boolean mayHaveItsLocks(Task task) {
        return holding.stream().noneMatch(other -> conflict(task, other))
                && urgent.stream()
                        .filter(other -> other != task && conflict(task, other))
                        .allMatch(other -> urgent.contains(task) && arrived.indexOf(task) < arrived.indexOf(other));
    }

    private static boolean conflict(Task a, Task b) {
        return a.claims().stream()
                        .anyMatch(key -> b.claims().contains(key) || b.uses().contains(key))
                || a.uses().stream().anyMatch(b.claims()::contains);
    }

    /** For each lock and each way to want it: is its oldest waiter overtaken as often as it may be? */
    private void findUrgent() {
        Set<Object> locks = new LinkedHashSet<>();
        tasks.forEach(task -> {
            locks.addAll(task.uses());
            locks.addAll(task.claims());
        });
        for (Object lock : locks) {
            findUrgent(arrived.stream().filter(task -> task.claims().contains(lock)), lock, false);
            findUrgent(arrived.stream().filter(task -> task.uses().contains(lock)), lock, true);
        }
    }

    private void findUrgent(java.util.stream.Stream<Task> wanting, Object lock, boolean claimsOnly) {
        wanting.filter(task -> ready.contains(task) && !isDoomed(task))
                .findFirst()
                .ifPresent(oldest -> {
                    long overtaken = granted.stream()
                            .filter(task -> task.claims().contains(lock)
                                    || (!claimsOnly && task.uses().contains(lock)))
                            .filter(task -> arrivalStep.get(task) > arrivalStep.get(oldest))
                            .count();
                    if (overtaken >= bound) {
                        urgent.add(oldest);
                    }
                });
    }

    /** Whether the task needs a lock that a failed one retains. */
    private boolean isDoomed(Task task) {
        return retaining.stream().anyMatch(other -> conflict(task, other));
    }

    SharedState shared(Task task) {
        return shared.get(task);
    }

    void completed(Task task, boolean depsOk, boolean locksOk) {
        step++;
        running.remove(task);
        if (locksOk) {
            holding.remove(task);
        } else {
            retaining.add(task);
            urgent.removeIf(this::isDoomed);
            findUrgent();
        }
        if (depsOk) {
            for (Task child : tasks) {
                if (!granted.contains(child) && child.requires().stream().anyMatch(key -> provides(task, key))) {
                    shared.get(child).putAll(shared.get(task));
                }
            }
            List<Object> fresh = new ArrayList<>(List.of(task.id()));
            task.provides().stream().filter(key -> !provided.contains(key)).forEach(fresh::add);
            provided.addAll(fresh);
            arriveInOrderOf(fresh);
        } else {
            failed.add(task);
        }
    }

    /** Children become ready in the order of the keys that were provided just now, and then of their definition. */
    private void arriveInOrderOf(List<Object> keys) {
        Map<Task, Integer> lastKey = new HashMap<>();
        for (Task child : tasks) {
            if (!arrivalStep.containsKey(child) && provided.containsAll(child.requires())) {
                lastKey.put(
                        child,
                        child.requires().stream().mapToInt(keys::indexOf).max().orElse(-1));
            }
        }
        tasks.stream()
                .filter(lastKey::containsKey)
                .sorted(Comparator.comparing(lastKey::get))
                .forEach(child -> {
                    arrivalStep.put(child, step);
                    arrived.add(child);
                    ready.add(child);
                });
    }

    private static boolean provides(Task task, Object key) {
        return task.id().equals(key) || task.provides().contains(key);
    }

    /** All that did not run, at the end. */
    Set<String> notRun() {
        Set<String> ids = new TreeSet<>();
        tasks.stream().filter(task -> !granted.contains(task)).forEach(task -> ids.add(task.id()));
        return ids;
    }

    Set<Object> locksHeld() {
        Set<Object> locks = new HashSet<>();
        retaining.forEach(task -> {
            locks.addAll(task.uses());
            locks.addAll(task.claims());
        });
        return locks;
    }
}
