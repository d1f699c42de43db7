package io.pexen.internal.engine;

import io.pexen.internal.plan.LockTable;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks of one scope that are held around a run or may become held: those that a failed task of an enclosing run
 * retains.
 *
 * @param locks the scope
 * @param schedName the sched of the run that holds them
 * @param task the task that holds them, or starts the inner run; null if they are held by tasks of the run whose
 *     results are not processed
 * @param now whether they are certainly held
 */
record Held(LockTable locks, String schedName, @Nullable Task task, boolean now) {

    /** How many keys a message lists. */
    private static final int FEW = 3;

    /** Which task, or what else, holds the locks. */
    String describe() {
        String sched = "sched \"" + schedName + '"';
        if (task == null) {
            return "a result of " + sched + " is being processed, whose tasks hold locks meanwhile";
        }
        if (!now) {
            return "task \"" + task.id() + "\" of " + sched + " starts it, whose tasks may keep locks";
        }
        Set<Object> keys = new LinkedHashSet<>(task.claims());
        keys.addAll(task.uses());
        return "task \"" + task.id() + "\" of " + sched + " holds " + name(keys);
    }

    /** What to do so that an inner run can wait for locks. */
    String remedy() {
        return task == null
                ? "collect the results with runAll first, or close that run"
                : "start the run before or after the task, or remove the locks from the task";
    }

    /** {@code the locks "a", "b"}. */
    static String name(Iterable<Object> keys) {
        List<String> names = new ArrayList<>();
        keys.forEach(key -> names.add('"' + String.valueOf(key) + '"'));
        return (names.size() == 1 ? "the lock " : "the locks ")
                + String.join(", ", names.subList(0, Math.min(FEW, names.size())))
                + (names.size() > FEW ? " and " + (names.size() - FEW) + " more" : "");
    }
}
