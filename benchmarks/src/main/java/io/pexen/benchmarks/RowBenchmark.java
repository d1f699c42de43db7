package io.pexen.benchmarks;

import io.pexen.benchmarks.engine.Engine;
import io.pexen.benchmarks.engine.Engines;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.benchmarks.graph.Shapes;
import io.pexen.benchmarks.report.Machine;
import io.pexen.benchmarks.report.Measurement;
import io.pexen.benchmarks.report.ResultFiles;
import io.pexen.benchmarks.report.Tables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Measures all engines on one shape, in this JVM. First, each runs once with bodies that check everything. Then they
 * are repeated round by round, each round in a different order, so that whatever else the machine does affects all of
 * them.
 */
final class RowBenchmark {

    /** Used for real workflows only. */
    private static final String NOT_HERE = "pexen runAll 0";

    /** Smaller shapes are repeated more often, so that equally many tasks run before anything counts. */
    private static final int FULL_SIZE = 100_000;

    private RowBenchmark() {}

    /** The arguments: name of the shape, its size, then the options. */
    public static void main(String[] args) throws IOException {
        Shape shape = Shapes.named(args[0], Integer.parseInt(args[1]));
        Options options = Options.parse(Arrays.copyOfRange(args, 2, args.length));
        List<Measurement> results = measure(shape, options);
        ResultFiles files = new ResultFiles(options.out());
        files.machine(Machine.description());
        files.add(results);
        System.out.println(Tables.terminal(results, Engines.FLOOR));
    }

    /** Measures the engines that can run the shape. */
    static List<Measurement> measure(Shape shape, Options options) {
        List<Engine> engines = enginesFor(shape, options);
        try {
            List<Trial> trials = new ArrayList<>();
            engines.forEach(engine -> trials.add(new Trial(engine, shape, options.budget())));
            Bodies checking = Bodies.checking(shape);
            trials.forEach(trial -> trial.verify(checking));
            Bodies marking = Bodies.marking(shape);
            trials.forEach(trial -> trial.weigh(marking));
            List<Trial> order = new ArrayList<>(trials);
            int times = Math.max(1, FULL_SIZE / shape.size());
            int warmups = options.warmups() * times;
            for (int round = 0; round < warmups + options.repetitions() * times; round++) {
                boolean counts = round >= warmups;
                order.stream()
                        .filter(trial -> counts ? trial.goesOn() : trial.warmsUp())
                        .forEach(trial -> trial.repeat(marking, counts));
                Collections.rotate(order, 1);
            }
            return trials.stream().map(Trial::result).toList();
        } finally {
            engines.forEach(Engine::close);
        }
    }

    private static List<Engine> enginesFor(Shape shape, Options options) {
        List<String> names = options.engines().isEmpty()
                ? Engines.names().stream()
                        .filter(name -> !name.equals(NOT_HERE))
                        .toList()
                : options.engines();
        List<Engine> engines = new ArrayList<>();
        for (String name : names) {
            Engine engine = Engines.named(name);
            if (engine.canRun(shape)) {
                engines.add(engine);
            } else {
                engine.close();
            }
        }
        return engines;
    }
}
