package io.pexen.spring.discovery;

import io.pexen.spring.StartupProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds methods whose tasks have the same id, for example overloaded methods, or methods whose annotation several
 * subclasses inherit.
 */
final class ClashingIds {

    private ClashingIds() {}

    /** Adds a problem for each task with the id of an earlier task of the sched. */
    static void find(List<FoundTask> tasks, List<StartupProblem> problems) {
        Map<String, FoundTask> byId = new HashMap<>();
        for (FoundTask task : tasks) {
            FoundTask earlier = byId.putIfAbsent(task.task().id(), task);
            if (earlier != null) {
                problems.add(new StartupProblem(
                        "The " + earlier.method() + " and the " + task.method() + " have the same id, \""
                                + task.task().id() + "\".",
                        "Give each task a different id, for example @PexenTask(id = \"...\"); if several beans inherit"
                                + " the id, omit it so that each task is named after its bean."));
            }
        }
    }
}
