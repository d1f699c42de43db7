package io.pexen.internal.index;

import io.pexen.graph.Problem;
import io.pexen.task.Task;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Numbers the keys of tasks and joins the tasks by them; reports the problems that it finds on the way. */
final class Edges {

    /** Up to this many claims of a task are compared one by one with what it uses; more are hashed. */
    private static final int FEW = 16;

    final List<Task> tasks;
    final KeyTable keys;
    /** The keys that task {@code i} requires are those from {@code requiredKeys[requiredStart[i]]}. */
    final int[] requiredStart;

    int[] requiredKeys;
    int[] childStart = {};
    int[] children = {};
    final int[] extraStart;
    int[] extras = {};
    int[] extraProviders = {};
    /** Whether tasks have the same id; then nothing is joined. */
    final boolean idsClash;
    /**
     * Whether some task requires a key that no task before it provides. If not, the tasks could run in the order of
     * definition, so none wait for each other.
     */
    boolean isForward;

    Edges(List<Task> tasks, List<Problem> problems) {
        this.tasks = tasks;
        int size = tasks.size();
        keys = new KeyTable(size);
        requiredStart = new int[size + 1];
        requiredKeys = new int[size];
        extraStart = new int[size + 1];
        boolean distinct = true;
        int provides = 0;
        int inOrder = 0;
        for (int i = 0; i < size; i++) {
            Task task = tasks.get(i);
            // Keys that were numbered a moment ago are still in the caches; most tasks require nothing else.
            if (inOrder == i && resolve(i)) {
                inOrder++;
            }
            distinct &= keys.add(task.id()) == i;
            provides += task.provides().size();
            usesAndClaims(task, problems);
        }
        idsClash = !distinct;
        if (idsClash) {
            return;
        }
        int[] firstProviders = number(provides, problems);
        resolveFrom(inOrder, firstProviders, problems);
        join();
    }

    private static void usesAndClaims(Task task, List<Problem> problems) {
        Set<Object> claims = task.claims();
        if (!task.uses().isEmpty() && !claims.isEmpty()) {
            if (claims.size() > FEW) { // the set of a task scans its keys
                claims = new HashSet<>(claims);
            }
            for (Object key : task.uses()) {
                if (claims.contains(key)) {
                    problems.add(new Problem.UsesAndClaims(task, key));
                }
            }
        }
    }

    /** Numbers the keys that tasks provide in addition to their ids; returns the first task that provides each. */
    private int[] number(int provides, List<Problem> problems) {
        int size = tasks.size();
        if (provides == 0) {
            return new int[0];
        }
        extras = new int[provides];
        int at = 0;
        for (int i = 0; i < size; i++) {
            for (Object key : tasks.get(i).provides()) {
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
        int[] first = new int[extraProviders.length];
        for (int i = 0; i < size; i++) {
            for (int e = extraStart[i]; e < extraStart[i + 1]; e++) {
                int extra = extras[e] - size;
                if (extraProviders[extra]++ == 0) {
                    first[extra] = i;
                }
            }
        }
        return first;
    }

    /** Finds the numbers of the keys that a task requires; returns whether all of them have one. */
    private boolean resolve(int task) {
        Set<Object> requires = tasks.get(task).requires();
        int at = requiredStart[task];
        if (at + requires.size() > requiredKeys.length) {
            requiredKeys = Arrays.copyOf(requiredKeys, Math.max(at + requires.size(), at * 2));
        }
        boolean all = true;
        for (Object key : requires) {
            int number = keys.get(key);
            if (number >= 0) {
                requiredKeys[at++] = number;
            } else {
                all = false;
            }
        }
        requiredStart[task + 1] = at;
        return all;
    }

    /** Finds the numbers of the keys that this task and those after it require, now that all keys have one. */
    private void resolveFrom(int start, int[] firstProviders, List<Problem> problems) {
        int size = tasks.size();
        Nearest nearest = new Nearest(keys);
        for (int i = start; i < size; i++) {
            if (!resolve(i)) {
                Task task = tasks.get(i);
                for (Object key : task.requires()) {
                    if (keys.get(key) < 0) {
                        problems.add(new Problem.MissingKey(task, key, nearest.to(key)));
                    }
                }
            }
            for (int e = requiredStart[i]; e < requiredStart[i + 1]; e++) {
                int key = requiredKeys[e];
                isForward |= (key < size ? key : firstProviders[key - size]) >= i;
            }
        }
    }

    /** Turns what each task requires into the tasks that each key leads to: a counting sort. */
    private void join() {
        childStart = new int[keys.size() + 1];
        int edges = requiredStart[tasks.size()];
        for (int e = 0; e < edges; e++) {
            childStart[requiredKeys[e]]++;
        }
        for (int key = 0; key < keys.size(); key++) {
            childStart[key + 1] += childStart[key];
        }
        children = new int[edges];
        // Each start is at its end now, and moves down with every child that is stored, so the last task comes first.
        for (int i = tasks.size() - 1; i >= 0; i--) {
            for (int e = requiredStart[i]; e < requiredStart[i + 1]; e++) {
                children[--childStart[requiredKeys[e]]] = i;
            }
        }
    }
}
