package io.pexen.graph;

/** Writes a graph for programs that draw it. */
final class GraphText {

    @FunctionalInterface
    private interface EdgeWriter {
        void write(int from, int to, int key);
    }

    private GraphText() {}

    static String dot(TaskGraph graph) {
        StringBuilder text = new StringBuilder("digraph pexen {\n  rankdir=LR;\n  node [shape=box];\n");
        for (int i = 0; i < graph.size(); i++) {
            text.append("  t")
                    .append(i)
                    .append(" [label=")
                    .append(quote(graph.task(i).id(), "\\\""))
                    .append("];\n");
        }
        edges(graph, (from, to, key) -> {
            text.append("  t").append(from).append(" -> t").append(to);
            if (key >= graph.size()) {
                text.append(" [label=").append(quote(graph.key(key), "\\\"")).append(']');
            }
            text.append(";\n");
        });
        return text.append("}\n").toString();
    }

    static String mermaid(TaskGraph graph) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (int i = 0; i < graph.size(); i++) {
            text.append("  t")
                    .append(i)
                    .append('[')
                    .append(quote(graph.task(i).id(), "#quot;"))
                    .append("]\n");
        }
        edges(graph, (from, to, key) -> {
            text.append("  t").append(from).append(" -->");
            if (key >= graph.size()) {
                text.append('|').append(quote(graph.key(key), "#quot;")).append('|');
            }
            text.append(" t").append(to).append('\n');
        });
        return text.toString();
    }

    private static void edges(TaskGraph graph, EdgeWriter writer) {
        for (int from = 0; from < graph.size(); from++) {
            children(graph, from, from, writer);
            for (int e = graph.extraStart(from); e < graph.extraStart(from + 1); e++) {
                children(graph, from, graph.extra(e), writer);
            }
        }
    }

    private static void children(TaskGraph graph, int from, int key, EdgeWriter writer) {
        for (int e = graph.childStart(key); e < graph.childStart(key + 1); e++) {
            writer.write(from, graph.child(e), key);
        }
    }

    private static String quote(Object label, String quotationMark) {
        return '"'
                + label.toString()
                        .replace("\\", "\\\\")
                        .replace("\"", quotationMark)
                        .replace("\n", " ")
                + '"';
    }
}
