package io.pexen.internal.index;

import io.pexen.task.Task;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a graph for programs that draw it. */
final class GraphText {

    /** Writes one edge. */
    @FunctionalInterface
    interface EdgeWriter {

        /**
         * Writes the edge between two tasks, by their positions.
         *
         * @param label the key that one provides and the other requires; null if that is the id of the first
         */
        void write(int from, int to, @Nullable Object label);
    }

    private GraphText() {}

    /** In the language of Graphviz. */
    static String dot(List<Task> tasks, Consumer<EdgeWriter> edges) {
        StringBuilder text = new StringBuilder("digraph pexen {\n  rankdir=LR;\n  node [shape=box];\n");
        for (int i = 0; i < tasks.size(); i++) {
            text.append("  t")
                    .append(i)
                    .append(" [label=")
                    .append(dotLabel(tasks.get(i).id()))
                    .append("];\n");
        }
        edges.accept((from, to, label) -> {
            text.append("  t").append(from).append(" -> t").append(to);
            if (label != null) {
                text.append(" [label=").append(dotLabel(label)).append(']');
            }
            text.append(";\n");
        });
        return text.append("}\n").toString();
    }

    /** In the language of Mermaid. */
    static String mermaid(List<Task> tasks, Consumer<EdgeWriter> edges) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (int i = 0; i < tasks.size(); i++) {
            text.append("  t")
                    .append(i)
                    .append('[')
                    .append(mermaidLabel(tasks.get(i).id()))
                    .append("]\n");
        }
        edges.accept((from, to, label) -> {
            text.append("  t").append(from).append(" -->");
            if (label != null) {
                text.append('|').append(mermaidLabel(label)).append('|');
            }
            text.append(" t").append(to).append('\n');
        });
        return text.toString();
    }

    /**
     * A label in quotes. Within them, Graphviz interprets the quotation mark, backslashes (escString) and HTML
     * entities.
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
     * too, and a label becomes HTML, so all characters except letters, digits and a few harmless ones are written as
     * entity codes.
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
