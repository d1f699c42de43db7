package io.pexen.benchmarks;

import io.pexen.benchmarks.engine.Engine;
import io.pexen.benchmarks.engine.Engines;
import io.pexen.benchmarks.engine.Prepared;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.ListSchedule;
import io.pexen.benchmarks.graph.Workflow;
import io.pexen.benchmarks.graph.Workflows;
import io.pexen.benchmarks.report.Machine;
import io.pexen.benchmarks.report.Quartiles;
import io.pexen.benchmarks.report.ResultFiles;
import io.pexen.benchmarks.report.WorkflowMeasurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how close real workflows come to the best possible schedule. Times are scaled so that the total work of a
 * graph takes one second; bodies keep a processor busy for that time. The repetitions of all engines take turns.
 */
final class WorkflowBenchmark {

    private static final int WORKERS = 2;
    private static final double WORK_NANOS = 1e9;

    private static final List<String> ENGINES =
            List.of("pexen runAll 0", "pexen runAll 1", "pexen runAll 64", "CompletableFuture");

    private WorkflowBenchmark() {}

    /** The arguments are the options. */
    public static void main(String[] args) throws IOException {
        Options options = Options.parse(args);
        ResultFiles files = new ResultFiles(options.out());
        files.machine(Machine.description());
        List<Engine> engines = ENGINES.stream().map(Engines::named).toList();
        try {
            for (String name : Workflows.names()) {
                Workflow recorded = Workflows.read(name);
                double factor = WORK_NANOS / recorded.times().total();
                Workflow scaled = recorded.scaled(factor);
                List<WorkflowMeasurement> results = new ArrayList<>();
                results.addAll(measure(scaled, "none", factor, engines, options));
                results.addAll(measure(scaled.criticalPathFirst(), "critical path", factor, engines, options));
                files.addWorkflows(results);
                results.forEach(WorkflowBenchmark::print);
            }
        } finally {
            engines.forEach(Engine::close);
        }
    }

    private static List<WorkflowMeasurement> measure(
            Workflow workflow, String priorities, double factor, List<Engine> engines, Options options) {
        Bodies bodies = Bodies.spinning(workflow.shape(), workflow.times().toArray());
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = 0; round <= options.repetitions(); round++) {
            for (Engine engine : engines) {
                double millis = run(engine, workflow, bodies);
                List<Double> mine = times.computeIfAbsent(engine.name(), name -> new ArrayList<>());
                if (round > 0) {
                    mine.add(millis);
                }
            }
        }
        double bound = workflow.lowerBound(WORKERS) / 1e6;
        double simulated = ListSchedule.nanos(workflow, WORKERS) / 1e6;
        List<WorkflowMeasurement> results = new ArrayList<>();
        times.forEach((engine, mine) -> {
            Quartiles quartiles = Quartiles.of(mine);
            results.add(new WorkflowMeasurement(
                    workflow.name(),
                    workflow.shape().size(),
                    factor,
                    priorities,
                    engine,
                    bound,
                    simulated,
                    quartiles.median(),
                    quartiles.least()));
        });
        return results;
    }

    private static double run(Engine engine, Workflow workflow, Bodies bodies) {
        System.gc();
        Prepared prepared = engine.prepare(workflow.shape(), bodies);
        long begin = System.nanoTime();
        prepared.run();
        double millis = (System.nanoTime() - begin) / 1e6;
        bodies.verify(engine.name());
        return millis;
    }

    private static void print(WorkflowMeasurement m) {
        System.out.printf(
                Locale.ROOT,
                "%-17s %-14s %-18s %7.1f ms, bound %7.1f, simulated %7.1f: %.3f x bound, %.3f x simulated%n",
                m.workflow(),
                m.priorities(),
                m.engine(),
                m.median(),
                m.bound(),
                m.simulated(),
                m.median() / m.bound(),
                m.median() / m.simulated());
    }
}
