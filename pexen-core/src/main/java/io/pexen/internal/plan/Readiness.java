package io.pexen.internal.plan;

import static io.pexen.internal.plan.TaskStates.READY;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.SharedState;
import org.jspecify.annotations.Nullable;

/** Makes tasks ready when all keys that they require are provided (rule 5.1), and hands on shared state to them. */
final class Readiness {

    private final IndexedGraph graph;
    private final TaskStates states;
    private final boolean[] provided;
    private final SharedStates shared;
    private final ReadyQueue queue;
    private final TaskTimes times;
    private final @Nullable RunLocks locks;
    /** By task: how many of the keys that it requires are not provided yet. */
    private final int[] missingKeys;

    /** Grows with each task that provides its keys: tasks that become ready in one step arrive together. */
    private int step;

    /**
     * Makes those tasks ready that require nothing.
     *
     * @param provided whether a key is provided, by key
     * @param queue where ready tasks go
     * @param locks null if no task needs a lock
     */
    Readiness(
            IndexedGraph graph,
            TaskStates states,
            boolean[] provided,
            SharedStates shared,
            ReadyQueue queue,
            TaskTimes times,
            @Nullable RunLocks locks) {
        this.graph = graph;
        this.states = states;
        this.provided = provided;
        this.shared = shared;
        this.queue = queue;
        this.times = times;
        this.locks = locks;
        missingKeys = new int[graph.size()];
        for (int task = 0; task < missingKeys.length; task++) {
            missingKeys[task] = graph.required(task);
            if (missingKeys[task] == 0) {
                ready(task);
            }
        }
    }

    /**
     * The task provides its keys.
     *
     * @param left its shared state as it left it; null if that is the preset values alone
     */
    void provide(int task, @Nullable SharedState left) {
        step++;
        provideKey(task, left); // the id of a task is the key of the same number
        for (int e = graph.extraStart(task); e < graph.extraStart(task + 1); e++) {
            provideKey(graph.extra(e), left);
        }
    }

    private void provideKey(int key, @Nullable SharedState left) {
        boolean first = !provided[key];
        provided[key] = true;
        for (int e = graph.childStart(key); e < graph.childStart(key + 1); e++) {
            int child = graph.child(e);
            if (states.isUndispatched(child)) {
                shared.handOn(left, child);
                if (first && --missingKeys[child] == 0) {
                    ready(child);
                }
            }
        }
    }

    private void ready(int task) {
        states.set(task, READY);
        queue.add(task);
        times.ready(task);
        if (locks != null && locks.needs(task)) {
            locks.arrived(task, step);
        }
    }
}
