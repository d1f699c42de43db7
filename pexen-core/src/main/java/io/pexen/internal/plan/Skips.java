package io.pexen.internal.plan;

import static io.pexen.internal.plan.TaskStates.DONE;
import static io.pexen.internal.plan.TaskStates.SKIPPED;
import static io.pexen.internal.plan.TaskStates.WAITING;

import io.pexen.internal.index.IndexedGraph;
import java.util.Arrays;

/**
 * Skips tasks that lack a key or a lock, and their dependants, and records what each lacked and which task is to blame
 * (rule 5.2). Nothing is allocated until a task fails.
 */
final class Skips {

    private final IndexedGraph graph;
    private final TaskStates states;
    /** By key; written by the planner. */
    private final boolean[] provided;
    /** By key: how many tasks may still provide it. */
    private int[] providers = {};

    /** In the order of skipping. */
    private int[] skipped = {};

    private int count;
    private int needingLocks;
    /** By task: the key that it lacked, or -1 minus the lock that it did not get. */
    private int[] lacked = {};
    /** By task: the task that did not provide the key, or retains the lock. */
    private int[] lackedFrom = {};

    Skips(IndexedGraph graph, TaskStates states, boolean[] provided) {
        this.graph = graph;
        this.states = states;
        this.provided = provided;
    }

    /** The task will not provide its keys: skips those that no other task can provide them for, and so on. */
    void withhold(int task) {
        if (providers.length == 0) {
            providers = new int[graph.keys()];
            Arrays.setAll(providers, graph::providers);
        }
        int from = count;
        withholdKeys(task, false);
        for (int at = from; at < count; at++) {
            withholdKeys(skipped[at], false);
        }
    }

    /** The task never gets a lock, which the task {@code from} retains; -1 if that is a task of another run. */
    void skipForLock(int task, int lock, int from) {
        skip(task, -1 - lock, from);
    }

    /**
     * No task will run any more: skips those that wait for a skipped task, or, where a key has several providers, for
     * each other.
     */
    void skipWaiting() {
        for (int task = 0; task < states.size(); task++) {
            if (states.is(task, DONE)) {
                withholdKeys(task, true);
            }
        }
        for (int at = 0; at < count; at++) {
            withholdKeys(skipped[at], true);
        }
    }

    private void withholdKeys(int task, boolean forGood) {
        withholdKey(task, task, forGood); // a task's id is the key of its number
        for (int e = graph.extraStart(task); e < graph.extraStart(task + 1); e++) {
            withholdKey(graph.extra(e), task, forGood);
        }
    }

    private void withholdKey(int key, int task, boolean forGood) {
        if (!provided[key] && (forGood || --providers[key] == 0)) {
            for (int e = graph.childStart(key); e < graph.childStart(key + 1); e++) {
                if (states.is(graph.child(e), WAITING)) {
                    skip(graph.child(e), key, task);
                }
            }
        }
    }

    private void skip(int task, int lackedKey, int from) {
        if (lacked.length == 0) {
            lacked = new int[graph.size()];
            lackedFrom = new int[graph.size()];
            skipped = new int[16];
        }
        if (count == skipped.length) {
            skipped = Arrays.copyOf(skipped, count * 2);
        }
        states.set(task, SKIPPED);
        needingLocks += graph.laneNeedsLocks(graph.lane(task)) ? 1 : 0;
        lacked[task] = lackedKey;
        lackedFrom[task] = from;
        skipped[count++] = task;
    }

    int count() {
        return count;
    }

    /** How many of the skipped tasks need locks. */
    int needingLocks() {
        return needingLocks;
    }

    /** A skipped task, in the order of skipping. */
    int skipped(int at) {
        return skipped[at];
    }

    /** The key that a skipped task lacked, or -1 minus the lock that it did not get. */
    int lacked(int task) {
        return lacked[task];
    }

    /** The failed or skipped task that did not provide it, or retains it; -1 if that is a task of another run. */
    int lackedFrom(int task) {
        return lackedFrom[task];
    }
}
