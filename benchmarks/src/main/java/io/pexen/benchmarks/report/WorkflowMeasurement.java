package io.pexen.benchmarks.report;

import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;

/**
 * How long one engine took for a real workflow. Times are in milliseconds.
 *
 * @param workflow name of the graph
 * @param tasks number of tasks
 * @param factor factor by which the recorded seconds were multiplied
 * @param priorities how tasks were ordered: none or critical path
 * @param engine name of the engine
 * @param bound the time that no schedule can beat
 * @param simulated the time of a list schedule with the same priorities and without overhead
 * @param median median of the measured times
 * @param least minimum of the measured times
 */
public record WorkflowMeasurement(
        String workflow,
        int tasks,
        double factor,
        String priorities,
        String engine,
        double bound,
        double simulated,
        double median,
        double least) {

    static final String[] HEADER = {
        "workflow", "tasks", "factor", "priorities", "engine", "bound_ms", "simulated_ms", "median_ms", "least_ms"
    };

    List<Object> toRecord() {
        return List.of(
                workflow,
                tasks,
                String.format(Locale.ROOT, "%.3g", factor),
                priorities,
                engine,
                micros(bound),
                micros(simulated),
                micros(median),
                micros(least));
    }

    static WorkflowMeasurement fromRecord(CSVRecord record) {
        return new WorkflowMeasurement(
                record.get("workflow"),
                Integer.parseInt(record.get("tasks")),
                Double.parseDouble(record.get("factor")),
                record.get("priorities"),
                record.get("engine"),
                Double.parseDouble(record.get("bound_ms")),
                Double.parseDouble(record.get("simulated_ms")),
                Double.parseDouble(record.get("median_ms")),
                Double.parseDouble(record.get("least_ms")));
    }

    private static String micros(double millis) {
        return String.format(Locale.ROOT, "%.3f", millis);
    }
}
