package io.pexen.internal.plan;

import io.pexen.task.SharedState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shared state that tasks hand on to their dependants (rule 4.2). As long as no task has changed its own, there is
 * nothing to hand on, and nothing is allocated.
 */
final class SharedStates {

    private final Map<String, @Nullable Object> preset;
    private final int tasks;
    /** By task: what its parents have handed on so far; null for the preset values alone. Empty until one does. */
    private @Nullable SharedState[] states = {};

    /**
     * Nothing is handed on yet.
     *
     * @param preset the shared state that each task starts with; must not change
     */
    SharedStates(Map<String, @Nullable Object> preset, int tasks) {
        this.preset = preset;
        this.tasks = tasks;
    }

    /** A parent hands on its shared state as it left it; null for the preset values alone. */
    void handOn(@Nullable SharedState left, int child) {
        if (left == null && (states.length == 0 || states[child] == null)) {
            return;
        }
        if (states.length == 0) {
            states = new @Nullable SharedState[tasks];
        }
        if (states[child] == null) {
            states[child] = new SharedState(preset);
        }
        states[child].merge(left != null ? left : new SharedState(preset));
    }

    /** What parents have handed on to the task; null for the preset values alone. Forgets it. */
    @Nullable
    SharedState take(int task) {
        if (states.length == 0) {
            return null;
        }
        SharedState mine = states[task];
        states[task] = null;
        return mine;
    }
}
