package io.pexen.internal.index;

import io.pexen.graph.Problem;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds tasks that wait for each other. Simulates a run of all tasks (Kahn's algorithm, where the first of several
 * providers of a key is enough); those that never become ready wait for each other, or for tasks that do. A walk from
 * one of them to what it waits for, and so on, returns to a task that it has visited: that is the cycle.
 */
final class Cycles {

    private final Edges edges;
    private final int size;
    private final BitSet provided;
    private final BitSet ran;

    Cycles(Edges edges) {
        this.edges = edges;
        this.size = edges.tasks.size();
        this.provided = new BitSet(edges.keys.size());
        this.ran = new BitSet(size);
    }

    void find(List<Problem> problems) {
        if (runAll() < size) {
            walkTheRest(problems);
        }
    }

    private int runAll() {
        int[] pending = new int[size];
        int[] queue = new int[size];
        int tail = 0;
        for (int i = 0; i < size; i++) {
            pending[i] = edges.requiredStart[i + 1] - edges.requiredStart[i];
            if (pending[i] == 0) {
                queue[tail++] = i;
            }
        }
        for (int head = 0; head < tail; head++) {
            int task = queue[head];
            ran.set(task);
            tail = provide(task, pending, queue, tail);
            for (int e = edges.extraStart[task]; e < edges.extraStart[task + 1]; e++) {
                tail = provide(edges.extras[e], pending, queue, tail);
            }
        }
        return tail;
    }

    private int provide(int key, int[] pending, int[] queue, int tail) {
        int next = tail;
        if (!provided.get(key)) {
            provided.set(key);
            for (int e = edges.childStart[key]; e < edges.childStart[key + 1]; e++) {
                if (--pending[edges.children[e]] == 0) {
                    queue[next++] = edges.children[e];
                }
            }
        }
        return next;
    }

    private void walkTheRest(List<Problem> problems) {
        int[] provider = stuckProviders();
        int[] walk = new int[size];
        int walks = 0;
        for (int start = ran.nextClearBit(0); start < size; start = ran.nextClearBit(start + 1)) {
            walks++;
            int at = start;
            while (walk[at] == 0) {
                walk[at] = walks;
                at = provider[awaited(at)];
            }
            if (walk[at] == walks) {
                problems.add(cycle(at, provider));
            }
        }
    }

    /** For each key that was not provided, one task that would. */
    private int[] stuckProviders() {
        int[] provider = new int[edges.keys.size()];
        for (int task = 0; task < size; task++) {
            provider[task] = task;
            for (int e = edges.extraStart[task]; e < edges.extraStart[task + 1]; e++) {
                provider[edges.extras[e]] = task;
            }
        }
        return provider;
    }

    /** The first key that the task still waits for. */
    private int awaited(int task) {
        int e = edges.requiredStart[task];
        while (provided.get(edges.requiredKeys[e])) {
            e++;
        }
        return edges.requiredKeys[e];
    }

    private Problem cycle(int first, int[] provider) {
        List<Task> tasks = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        int at = first;
        do {
            int key = awaited(at);
            tasks.add(edges.tasks.get(at));
            keys.add(edges.keys.key(key));
            at = provider[key];
        } while (at != first);
        return new Problem.Cycle(tasks, keys);
    }
}
