package io.pexen.graph;

import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers the keys of tasks and joins the tasks by them; lists what does not fit on the way. */
final class Edges {

    final List<Task> tasks;
    final KeyTable keys;
    final int[] required;
    /** The keys that task {@code i} requires are {@code requiredKeys[requiredStart[i]]} and on. */
    final int[] requiredStart;

    final int[] requiredKeys;
    int[] childStart = {};
    int[] children = {};
    final int[] extraStart;
    int[] extras = {};
    int[] extraProviders = {};
    private boolean joined = true;

    Edges(List<Task> tasks, List<Problem> problems) {
        this.tasks = tasks;
        int size = tasks.size();
        keys = new KeyTable(size);
        required = new int[size];
        requiredStart = new int[size + 1];
        extraStart = new int[size + 1];
        int edges = 0;
        int provides = 0;
        for (int i = 0; i < size; i++) {
            Task task = tasks.get(i);
            joined &= keys.add(task.id()) == i;
            edges += task.requires().size();
            provides += task.provides().size();
            usesAndClaims(task, problems);
        }
        requiredKeys = new int[edges];
        if (!joined) {
            duplicates(problems);
            return;
        }
        number(provides, problems);
        resolve(problems);
        join();
    }

    /** Adds the tasks that wait for each other; keys that nobody provides do not keep a task from running in thought. */
    void findCycles(List<Problem> problems) {
        if (joined) {
            new Cycles(this).find(problems);
        }
    }

    private static void usesAndClaims(Task task, List<Problem> problems) {
        if (!task.uses().isEmpty() && !task.claims().isEmpty()) {
            for (Object key : task.uses()) {
                if (task.claims().contains(key)) {
                    problems.add(new Problem.UsesAndClaims(task, key));
                }
            }
        }
    }

    private void duplicates(List<Problem> problems) {
        Map<String, List<Task>> byId = new LinkedHashMap<>();
        for (Task task : tasks) {
            byId.computeIfAbsent(task.id(), id -> new ArrayList<>()).add(task);
        }
        byId.forEach((id, same) -> {
            if (same.size() > 1) {
                problems.add(new Problem.DuplicateId(id, same));
            }
        });
        // The other problems are looked for as well, with the first of each id standing for it.
        List<Task> firsts = new ArrayList<>();
        byId.values().forEach(same -> firsts.add(same.get(0)));
        List<Problem> more = new ArrayList<>();
        new Edges(firsts, more).findCycles(more);
        more.removeIf(Problem.UsesAndClaims.class::isInstance);
        problems.addAll(more);
    }

    /** Numbers what tasks provide besides their ids. */
    private void number(int provides, List<Problem> problems) {
        int size = tasks.size();
        extras = new int[provides];
        int at = 0;
        for (int i = 0; i < size; i++) {
            for (Object key : provides == 0 ? List.of() : tasks.get(i).provides()) {
                int number = keys.add(key);
                if (number >= size) {
                    extras[at++] = number;
                } else if (number != i) {
                    problems.add(new Problem.ProvidesId(tasks.get(i), tasks.get(number)));
                }
            }
            extraStart[i + 1] = at;
        }
        extraProviders = new int[keys.size() - size];
        for (int i = 0; i < at; i++) {
            extraProviders[extras[i] - size]++;
        }
    }

    /** Finds the number of each required key. */
    private void resolve(List<Problem> problems) {
        int at = 0;
        Nearest nearest = new Nearest(keys);
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            for (Object key : task.requires()) {
                int number = keys.get(key);
                if (number < 0) {
                    problems.add(new Problem.MissingKey(task, key, nearest.to(key)));
                } else {
                    requiredKeys[at++] = number;
                }
            }
            requiredStart[i + 1] = at;
            required[i] = at - requiredStart[i];
        }
    }

    /** Turns what each task requires into the tasks that each key leads to: a counting sort. */
    private void join() {
        childStart = new int[keys.size() + 1];
        int edges = requiredStart[tasks.size()];
        for (int e = 0; e < edges; e++) {
            childStart[requiredKeys[e] + 1]++;
        }
        for (int key = 0; key < keys.size(); key++) {
            childStart[key + 1] += childStart[key];
        }
        children = new int[edges];
        int[] next = childStart.clone();
        for (int i = 0; i < tasks.size(); i++) {
            for (int e = requiredStart[i]; e < requiredStart[i + 1]; e++) {
                children[next[requiredKeys[e]]++] = i;
            }
        }
    }
}
