package io.pexen.graph;

import io.pexen.task.Task;
import java.util.List;

/** The tasks of a sched and what connects them, validated and immutable. See {@link io.pexen.Sched#graph()}. */
public interface TaskGraph {

    /** The tasks in the order of definition; unmodifiable. */
    List<Task> tasks();

    /** Keys in some task's {@code provides} that no task requires (rule 2.3); unmodifiable. */
    List<Object> unrequiredKeys();

    /**
     * The graph in the language of Graphviz: an edge for each requirement, with the key as its label if it is not an
     * id.
     */
    String toDot();

    /**
     * The graph in the language of Mermaid: an edge for each requirement, with the key as its label if it is not an id.
     */
    String toMermaid();
}
