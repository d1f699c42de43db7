package io.pexen.benchmarks;

import io.pexen.benchmarks.engine.Engines;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The options of the command line.
 *
 * @param shapes shapes to measure, by name or by name and size; empty for all
 * @param engines engines to measure; empty for all
 * @param repetitions how often each engine is measured
 * @param warmups how often each engine runs before that
 * @param budget seconds for each engine on each shape; after that, it is measured no more often than necessary
 * @param quick whether to measure small shapes only
 * @param only what to do if not everything
 * @param out directory for the results
 */
record Options(
        List<String> shapes,
        List<String> engines,
        int repetitions,
        int warmups,
        int budget,
        boolean quick,
        Part only,
        Path out) {

    static final String USAGE = """
            Options:
              --shapes LIST      shapes by name ("wide") or by name and size ("wide 100000"), separated by commas
              --engines LIST     engines by name, separated by commas
              --reps N           repetitions that count (11; quick: 3)
              --warmups N        repetitions before that (5; quick: 2)
              --budget SECONDS   for each engine on each shape (30; quick: 5)
              --quick            small shapes, few repetitions
              --out DIR          where the results go (target/benchmark)
              --shapes-only      measure only shapes, no workflows
              --workflows        measure only workflows
              --processes        measure only the way to worker processes, and print the result
              --report           measure nothing, create the report from the results in DIR
            """;

    /** The parts that can be run separately. */
    enum Part {
        EVERYTHING,
        SHAPES,
        WORKFLOWS,
        REPORT
    }

    /** Parses the command line. */
    static Options parse(String... args) {
        Deque<String> rest = new ArrayDeque<>(List.of(args));
        boolean quick = rest.contains("--quick");
        Options options = new Options(
                List.of(),
                List.of(),
                quick ? 3 : 11,
                quick ? 2 : 5,
                quick ? 5 : 30,
                quick,
                Part.EVERYTHING,
                Path.of("target", "benchmark"));
        while (!rest.isEmpty()) {
            options = options.with(rest.remove(), rest);
        }
        options.engines().forEach(Options::checkEngine);
        return options;
    }

    private Options with(String name, Deque<String> rest) {
        return switch (name) {
            case "--quick" -> this;
            case "--shapes" -> new Options(list(name, rest), engines, repetitions, warmups, budget, quick, only, out);
            case "--engines" -> new Options(shapes, list(name, rest), repetitions, warmups, budget, quick, only, out);
            case "--reps" -> new Options(shapes, engines, number(name, rest), warmups, budget, quick, only, out);
            case "--warmups" -> new Options(shapes, engines, repetitions, number(name, rest), budget, quick, only, out);
            case "--budget" -> new Options(shapes, engines, repetitions, warmups, number(name, rest), quick, only, out);
            case "--out" ->
                new Options(shapes, engines, repetitions, warmups, budget, quick, only, Path.of(value(name, rest)));
            case "--shapes-only" -> part(Part.SHAPES);
            case "--workflows" -> part(Part.WORKFLOWS);
            case "--report" -> part(Part.REPORT);
            default -> throw new IllegalArgumentException("there is no option " + name + "\n" + USAGE);
        };
    }

    private Options part(Part part) {
        return new Options(shapes, engines, repetitions, warmups, budget, quick, part, out);
    }

    private static void checkEngine(String name) {
        if (!Engines.names().contains(name)) {
            throw new IllegalArgumentException("engine must be one of " + Engines.names() + ", was " + name);
        }
    }

    private static List<String> list(String name, Deque<String> rest) {
        return Arrays.stream(value(name, rest).split(",", -1))
                .map(String::strip)
                .toList();
    }

    private static int number(String name, Deque<String> rest) {
        return Integer.parseInt(value(name, rest));
    }

    private static String value(String name, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException("option " + name + " needs a value\n" + USAGE);
        }
        return value;
    }
}
