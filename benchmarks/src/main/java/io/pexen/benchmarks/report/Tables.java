package io.pexen.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Text tables: one for the terminal, and Markdown ones. */
public final class Tables {

    private static final String LINE = "%-27s %9s %9s %9s %9s %8s %9s %9s %9s %9s %9s%n";

    private Tables() {}

    /** All measurements of one shape, for a terminal. */
    public static String terminal(List<Measurement> row, String floor) {
        double least = row.stream()
                .filter(m -> m.engine().equals(floor))
                .mapToDouble(m -> m.run().median())
                .findFirst()
                .orElse(Double.NaN);
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                LINE,
                row.get(0).title(),
                "run ns",
                "least",
                "q1",
                "q3",
                "x floor",
                "build ns",
                "validate",
                "run B",
                "build B",
                "kept B"));
        for (Measurement m : row) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    m.engine(),
                    number(m.run().median()),
                    number(m.run().least()),
                    number(m.run().first()),
                    number(m.run().third()),
                    number(m.run().median() / least),
                    number(m.build().median()),
                    m.validate() == 0 ? "-" : number(m.validate()),
                    number(m.runBytes()),
                    number(m.buildBytes()),
                    number(m.retainedBytes())));
        }
        return text.toString();
    }

    /** A Markdown table with a row for each shape and a column for each engine. */
    static String markdown(List<Measurement> all, ToDoubleFunction<Measurement> value) {
        return markdown(all, "shape", Measurement::title, Measurement::engine, value);
    }

    /** A Markdown table of items that have a row, a column and a value. */
    static <T> String markdown(
            List<T> all,
            String corner,
            Function<T, String> line,
            Function<T, String> column,
            ToDoubleFunction<T> value) {
        List<String> columns = all.stream().map(column).distinct().toList();
        StringBuilder text = new StringBuilder("| " + corner + " |");
        columns.forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (String title : all.stream().map(line).distinct().toList()) {
            Map<String, String> cells = new TreeMap<>();
            all.stream()
                    .filter(item -> line.apply(item).equals(title))
                    .forEach(item -> cells.put(column.apply(item), number(value.applyAsDouble(item))));
            List<String> texts = new ArrayList<>();
            columns.forEach(name -> texts.add(cells.getOrDefault(name, "")));
            text.append("| ")
                    .append(title)
                    .append(" | ")
                    .append(String.join(" | ", texts))
                    .append(" |\n");
        }
        return text.toString();
    }

    /** A number with about three digits; a dash for NaN. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        String format = size < 9.995 ? "%.2f" : size < 99.95 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
