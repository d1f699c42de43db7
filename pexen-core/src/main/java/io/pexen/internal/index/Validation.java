package io.pexen.internal.index;

import io.pexen.graph.DepcheckException;
import io.pexen.graph.GraphException;
import io.pexen.graph.MutexException;
import io.pexen.graph.Problem;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins tasks by their keys, or reports everything that is wrong with them at once. */
final class Validation {

    private Validation() {}

    /**
     * The edges between the tasks.
     *
     * @throws MutexException if tasks use and claim the same key, and nothing else is wrong
     * @throws DepcheckException if anything else is wrong; it has all problems
     */
    static Edges edges(List<Task> tasks) {
        List<Problem> problems = new ArrayList<>();
        Edges edges = edges(tasks, problems);
        if (!problems.isEmpty()) {
            throw exception(problems);
        }
        return edges;
    }

    private static GraphException exception(List<Problem> problems) {
        return problems.stream().allMatch(Problem.UsesAndClaims.class::isInstance)
                ? new MutexException(problems)
                : new DepcheckException(problems);
    }

    /** Adds what is wrong to the problems. A key that no task provides does not count when cycles are searched. */
    private static Edges edges(List<Task> tasks, List<Problem> problems) {
        Edges edges = new Edges(tasks, problems);
        if (edges.idsClash) {
            duplicates(tasks, problems);
        } else if (edges.isForward) {
            new Cycles(edges).find(problems);
        }
        return edges;
    }

    private static void duplicates(List<Task> tasks, List<Problem> problems) {
        Map<String, List<Task>> byId = new LinkedHashMap<>();
        for (Task task : tasks) {
            byId.computeIfAbsent(task.id(), id -> new ArrayList<>()).add(task);
        }
        byId.forEach((id, same) -> {
            if (same.size() > 1) {
                problems.add(new Problem.DuplicateId(id, same));
            }
        });
        // The other problems are looked for as well, with the first task of each id in place of all of that id.
        List<Task> firsts = new ArrayList<>();
        byId.values().forEach(same -> firsts.add(same.get(0)));
        List<Problem> more = new ArrayList<>();
        edges(firsts, more);
        more.removeIf(Problem.UsesAndClaims.class::isInstance);
        problems.addAll(more);
    }
}
