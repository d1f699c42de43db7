package io.pexen.internal.engine;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pools that a run uses: first its own, then those that its tasks name, each once. */
final class RunPools {

    /** How many tasks a message lists. */
    private static final int FEW = 3;

    final List<WorkerPool> all = new ArrayList<>();
    /** For each pool number of the graph, its index in {@link #all}. */
    final int[] indexByNumber;
    /** How many tasks each pool has. */
    final int[] tasks;

    /**
     * Finds the pools by their names.
     *
     * @param own the pool of the run, which is also known by its own name
     * @param known the other pools by name
     * @throws PexenException if tasks name unknown pools; it lists all such names
     */
    RunPools(IndexedGraph graph, WorkerPool own, Map<String, WorkerPool> known) {
        all.add(own);
        indexByNumber = new int[graph.pools()];
        Set<String> unknown = new LinkedHashSet<>();
        for (int number = 1; number < indexByNumber.length; number++) {
            String name = graph.poolName(number);
            WorkerPool pool = named(name, own, known);
            if (pool == null) {
                unknown.add(name);
            } else {
                indexByNumber[number] = indexOf(pool);
            }
        }
        if (!unknown.isEmpty()) {
            throw new PexenException(describe(graph, unknown, own, known));
        }
        tasks = new int[all.size()];
        for (int lane = 0; lane < graph.lanes(); lane++) {
            tasks[indexByNumber[graph.lanePool(lane)]] += graph.laneSize(lane);
        }
    }

    /** The pool of this name; null if the run does not know it. */
    static @Nullable WorkerPool named(String name, WorkerPool own, Map<String, WorkerPool> known) {
        return name.equals(own.name()) ? own : known.get(name);
    }

    @SuppressWarnings("ReferenceEquality") // because one pool may be known by several names
    private int indexOf(WorkerPool pool) {
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index) == pool) {
                return index;
            }
        }
        all.add(pool);
        return all.size() - 1;
    }

    /**
     * Has each pool check its tasks.
     *
     * @throws PexenException if a pool cannot execute them
     */
    void requireExecutable(IndexedGraph graph) {
        if (all.size() == 1) {
            all.get(0).requireExecutable(graph.tasks());
            return;
        }
        List<List<Task>> byPool = new ArrayList<>();
        all.forEach(pool -> byPool.add(new ArrayList<>()));
        for (int task = 0; task < graph.size(); task++) {
            byPool.get(indexByNumber[graph.lanePool(graph.lane(task))]).add(graph.task(task));
        }
        for (int index = 0; index < all.size(); index++) {
            all.get(index).requireExecutable(byPool.get(index));
        }
    }

    /** For each pool, how many tasks may be dispatched to it at a time (rule 3.3). */
    int[] limits() {
        int[] limits = new int[all.size()];
        for (int index = 0; index < limits.length; index++) {
            WorkerPool pool = all.get(index);
            limits[index] = (int) Math.min(Math.max(1, tasks[index]), (long) pool.workers() + pool.spare());
        }
        return limits;
    }

    private static String describe(
            IndexedGraph graph, Set<String> unknown, WorkerPool own, Map<String, WorkerPool> known) {
        Set<String> names = new LinkedHashSet<>(List.of(own.name()));
        names.addAll(known.keySet());
        StringBuilder text = new StringBuilder("tasks name pools that the run does not know:");
        for (String name : unknown) {
            text.append("\n- pool \"").append(name).append("\", named by ").append(tasksOf(graph, name));
        }
        return text.append("\nIt knows ")
                .append(quoted(names))
                .append("; add a pool with sched.addPool(...), or correct its name in the tasks")
                .toString();
    }

    private static String tasksOf(IndexedGraph graph, String pool) {
        List<String> ids = graph.tasks().stream()
                .filter(task -> pool.equals(task.pool()))
                .map(Task::id)
                .toList();
        String few = quoted(ids.subList(0, Math.min(FEW, ids.size())));
        return ids.size() > FEW ? few + " and " + (ids.size() - FEW) + " more" : few;
    }

    private static String quoted(Iterable<String> texts) {
        List<String> quoted = new ArrayList<>();
        texts.forEach(text -> quoted.add('"' + text + '"'));
        return quoted.stream().collect(Collectors.joining(", "));
    }
}
