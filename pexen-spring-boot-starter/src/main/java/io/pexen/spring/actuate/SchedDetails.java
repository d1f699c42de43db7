package io.pexen.spring.actuate;

import io.pexen.Sched;
import io.pexen.graph.TaskGraph;
import java.util.List;

/**
 * A sched with its tasks, its graph and its last runs.
 *
 * @param sched the sched
 * @param tasks its tasks in the order of definition
 * @param dot the graph in the language of Graphviz
 * @param mermaid the graph in the language of Mermaid
 * @param lastRuns its last runs that have ended, the latest first
 */
record SchedDetails(
        SchedDescriptor sched, List<TaskDescriptor> tasks, String dot, String mermaid, List<EndedRun> lastRuns) {

    static SchedDetails of(Sched sched, List<EndedRun> lastRuns) {
        TaskGraph graph = sched.graph();
        return new SchedDetails(
                SchedDescriptor.of(sched),
                sched.tasks().stream().map(TaskDescriptor::of).toList(),
                graph.toDot(),
                graph.toMermaid(),
                lastRuns.stream()
                        .filter(run -> run.sched().equals(sched.name()))
                        .toList());
    }
}
