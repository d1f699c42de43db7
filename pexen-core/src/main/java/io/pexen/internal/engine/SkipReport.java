package io.pexen.internal.engine;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.plan.Planner;
import io.pexen.run.Skipped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Explains which tasks of a run were skipped, and why. Owned by the thread that holds the combiner. */
final class SkipReport {

    private final IndexedGraph graph;
    private final Planner planner;
    private final Map<Integer, Skipped> explained = new HashMap<>();
    private int reported;

    SkipReport(IndexedGraph graph, Planner planner) {
        this.graph = graph;
        this.planner = planner;
    }

    /** Passes the tasks that were skipped since the last call to the listener. */
    void forEachNew(Consumer<Skipped> listener) {
        while (reported < planner.skippedCount()) {
            listener.accept(explain(planner.skipped(reported++)));
        }
    }

    /** All skipped tasks, in the order of skipping. */
    List<Skipped> all() {
        List<Skipped> all = new ArrayList<>();
        for (int i = 0; i < planner.skippedCount(); i++) {
            all.add(explain(planner.skipped(i)));
        }
        return all;
    }

    /**
     * A task is skipped after the tasks from which it lacks something, so the chain to the cause grows by one key each.
     */
    private Skipped explain(int task) {
        Skipped known = explained.get(task);
        if (known != null) {
            return known;
        }
        int lacked = planner.lacked(task);
        int from = planner.lackedFrom(task);
        Skipped parent = from < 0 ? null : explained.get(from);
        Skipped made;
        if (lacked < 0) {
            made = new Skipped(
                    graph.task(task),
                    Skipped.Reason.LOCK,
                    from < 0 ? null : graph.task(from),
                    List.of(graph.lockKey(-1 - lacked)));
        } else if (parent == null) {
            made = new Skipped(
                    graph.task(task), Skipped.Reason.DEPENDENCY, graph.task(from), List.of(graph.key(lacked)));
        } else {
            made = parent.dependant(graph.task(task), graph.key(lacked));
        }
        explained.put(task, made);
        return made;
    }
}
