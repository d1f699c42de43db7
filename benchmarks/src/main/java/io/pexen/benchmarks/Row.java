package io.pexen.benchmarks;

import io.pexen.benchmarks.graph.Shapes;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the comparison.
 *
 * @param shape name of the shape
 * @param size approximate number of tasks
 */
record Row(String shape, int size) {

    private static final List<String> GRAPHS = List.of("wide", "chain", "grid", "random DAG", "tree out", "tree in");

    private static final List<Row> LOCKS = List.of(
            new Row("2 of 1000 locks", 100_000),
            new Row("1 of 1 lock", 100_000),
            new Row("3 of 10 locks", 100_000),
            new Row("readers and writers", 100_000),
            new Row("1 of 1 lock", 1_000),
            new Row("1 of 1 lock", 1_000_000),
            new Row("3 of 10 locks", 1_000));

    /** Small enough for the engine that can run no larger shapes. */
    private static final List<Row> SMALL =
            List.of(new Row("wide", 10_000), new Row("chain", 2_000), new Row("random DAG", 10_000));

    /** All rows that the options select. */
    static List<Row> of(Options options) {
        return (options.quick() ? quick() : all())
                .stream().filter(row -> row.isAskedFor(options)).toList();
    }

    private static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (int size : new int[] {100_000, 1_000_000}) {
            GRAPHS.forEach(shape -> rows.add(new Row(shape, size)));
        }
        rows.addAll(LOCKS);
        rows.addAll(SMALL);
        return rows;
    }

    private static List<Row> quick() {
        List<Row> rows = new ArrayList<>();
        Shapes.names().forEach(shape -> rows.add(new Row(shape, 20_000)));
        rows.add(new Row("random DAG", 2_000));
        return rows;
    }

    private boolean isAskedFor(Options options) {
        return options.shapes().isEmpty()
                || options.shapes().contains(shape)
                || options.shapes().contains(shape + " " + size);
    }
}
