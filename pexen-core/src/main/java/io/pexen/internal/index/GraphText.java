package io.pexen.internal.index;

/** Writes a graph for programs that draw it. */
final class GraphText {

    @FunctionalInterface
    private interface EdgeWriter {
        void write(int from, int to, int key);
    }

    private GraphText() {}

    static String dot(IndexedGraph graph) {
        StringBuilder text = new StringBuilder("digraph pexen {\n  rankdir=LR;\n  node [shape=box];\n");
        for (int i = 0; i < graph.size(); i++) {
            text.append("  t")
                    .append(i)
                    .append(" [label=")
                    .append(dotLabel(graph.task(i).id()))
                    .append("];\n");
        }
        edges(graph, (from, to, key) -> {
            text.append("  t").append(from).append(" -> t").append(to);
            if (key >= graph.size()) {
                text.append(" [label=").append(dotLabel(graph.key(key))).append(']');
            }
            text.append(";\n");
        });
        return text.append("}\n").toString();
    }

    static String mermaid(IndexedGraph graph) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (int i = 0; i < graph.size(); i++) {
            text.append("  t")
                    .append(i)
                    .append('[')
                    .append(mermaidLabel(graph.task(i).id()))
                    .append("]\n");
        }
        edges(graph, (from, to, key) -> {
            text.append("  t").append(from).append(" -->");
            if (key >= graph.size()) {
                text.append('|').append(mermaidLabel(graph.key(key))).append('|');
            }
            text.append(" t").append(to).append('\n');
        });
        return text.toString();
    }

    private static void edges(IndexedGraph graph, EdgeWriter writer) {
        for (int from = 0; from < graph.size(); from++) {
            children(graph, from, from, writer);
            for (int e = graph.extraStart(from); e < graph.extraStart(from + 1); e++) {
                children(graph, from, graph.extra(e), writer);
            }
        }
    }

    private static void children(IndexedGraph graph, int from, int key, EdgeWriter writer) {
        for (int e = graph.childStart(key); e < graph.childStart(key + 1); e++) {
            writer.write(from, graph.child(e), key);
        }
    }

    /**
     * A label in quotes. Within them Graphviz gives a meaning to the quotation mark, to backslashes (escString) and to
     * HTML entities.
     */
    private static String dotLabel(Object label) {
        StringBuilder text = new StringBuilder("\"");
        label.toString().codePoints().map(GraphText::inOneLine).forEach(c -> {
            switch (c) {
                case '"', '\\' -> text.append('\\').appendCodePoint(c);
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                default -> text.appendCodePoint(c);
            }
        });
        return text.append('"').toString();
    }

    /**
     * A label in quotes. Mermaid looks for directives, comments, styles, Markdown, formulas and icons within quotes
     * too, and a label becomes HTML: so all but letters, digits and a few harmless characters are written as entity
     * codes.
     */
    private static String mermaidLabel(Object label) {
        StringBuilder text = new StringBuilder("\"");
        label.toString().codePoints().map(GraphText::inOneLine).forEach(c -> {
            if (Character.isLetterOrDigit(c) || " .,-_/()=".indexOf(c) >= 0) {
                text.appendCodePoint(c);
            } else {
                text.append('#').append(c).append(';');
            }
        });
        return text.append('"').toString();
    }

    /**
     * A blank in place of what ends a line, here or in the eyes of a JavaScript program, and of other control
     * characters.
     */
    private static int inOneLine(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c;
    }
}
