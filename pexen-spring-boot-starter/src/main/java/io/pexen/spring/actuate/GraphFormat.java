package io.pexen.spring.actuate;

import io.pexen.graph.TaskGraph;

/** A language for graphs. */
enum GraphFormat {
    /** The language of Graphviz. */
    DOT,
    /** The language of Mermaid. */
    MERMAID;

    String write(TaskGraph graph) {
        return switch (this) {
            case DOT -> graph.toDot();
            case MERMAID -> graph.toMermaid();
        };
    }
}
