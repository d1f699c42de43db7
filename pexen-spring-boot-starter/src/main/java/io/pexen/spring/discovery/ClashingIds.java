package io.pexen.spring.discovery;

import io.pexen.spring.StartupProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds methods that claim one id, which happens to overloaded methods and to subclasses that inherit an annotation. */
final class ClashingIds {

    private ClashingIds() {}

    /** Adds a problem for each task whose id an earlier task of the sched has. */
    static void find(List<FoundTask> tasks, List<StartupProblem> problems) {
        Map<String, FoundTask> byId = new HashMap<>();
        for (FoundTask task : tasks) {
            FoundTask earlier = byId.putIfAbsent(task.task().id(), task);
            if (earlier != null) {
                problems.add(new StartupProblem(
                        "The " + earlier.method() + " and the " + task.method() + " claim one id, \""
                                + task.task().id() + "\".",
                        "Give each task an id of its own, as in @PexenTask(id = \"...\"); an id that several beans"
                                + " inherit may be left out, then each has its bean's name."));
            }
        }
    }
}
