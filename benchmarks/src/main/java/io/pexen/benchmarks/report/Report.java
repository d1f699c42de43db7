package io.pexen.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Creates {@code performance-table.md} and {@code performance.png} from the measurements. */
public final class Report {

    private static final String METERED = "pexen runAll 64 + metrics";
    private static final String UNMETERED = "pexen runAll 64";

    private final List<Measurement> all;
    private final List<WorkflowMeasurement> workflows;
    private final String machine;
    private final String floor;

    /** A report on everything in the files; the floor is the engine that the others are compared with. */
    public Report(ResultFiles files, String floor) throws IOException {
        this.all = files.measurements();
        this.workflows = files.workflows();
        this.machine = files.machine();
        this.floor = floor;
    }

    /** Writes the report into a directory. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("performance-table.md"), text());
        if (!all.isEmpty()) {
            Chart.save(all, directory.resolve("performance"));
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("Measured on: " + machine + "\n");
        if (!all.isEmpty()) {
            List<Measurement> plain =
                    all.stream().filter(m -> !m.engine().equals(METERED)).toList();
            section(
                    text,
                    "Time to run, ns per task",
                    Tables.markdown(plain, m -> m.run().median()));
            section(text, "Time to run, as a multiple of the floor", Tables.markdown(plain, this::timesFloor));
            section(
                    text,
                    "Time to build, ns per task",
                    Tables.markdown(plain, m -> m.build().median()));
            List<Measurement> validated =
                    plain.stream().filter(m -> m.validate() > 0).toList();
            if (!validated.isEmpty()) {
                section(
                        text,
                        "Time to validate, which is a part of building, ns per task",
                        Tables.markdown(validated, Measurement::validate));
            }
            section(text, "Allocated while running, bytes per task", Tables.markdown(plain, Measurement::runBytes));
            section(text, "Allocated while building, bytes per task", Tables.markdown(plain, Measurement::buildBytes));
            section(text, "Kept by the graph, bytes per task", Tables.markdown(plain, Measurement::retainedBytes));
            metered(text);
        }
        if (!workflows.isEmpty()) {
            workflows(text);
        }
        return text.toString();
    }

    private void metered(StringBuilder text) {
        for (Measurement m : all) {
            if (m.engine().equals(METERED)) {
                double plain = of(m, UNMETERED, other -> other.run().median());
                if (!Double.isNaN(plain)) {
                    text.append(String.format(
                            Locale.ROOT,
                            "%nMetrics and an event for each result cost %s ns more per task (%s).%n",
                            Tables.number(m.run().median() - plain),
                            m.title()));
                }
            }
        }
    }

    private void workflows(StringBuilder text) {
        String factors = workflows.stream()
                .map(m -> String.format(Locale.ROOT, "%s %.3g", m.workflow(), m.factor()))
                .distinct()
                .collect(Collectors.joining(", "));
        section(
                text,
                "Real workflows: time to finish, as a multiple of the lower bound",
                workflowTable(WorkflowMeasurement::bound));
        section(
                text,
                "Real workflows: time to finish, as a multiple of the simulated list schedule",
                workflowTable(WorkflowMeasurement::simulated));
        section(
                text,
                "Real workflows: bound and simulation, ms",
                Tables.markdown(
                                workflows.stream()
                                        .filter(m -> m.engine()
                                                .equals(workflows.get(0).engine()))
                                        .toList(),
                                "workflow",
                                m -> m.workflow() + " | " + Tables.number(m.bound()),
                                WorkflowMeasurement::priorities,
                                WorkflowMeasurement::simulated)
                        .replaceFirst("\\| workflow \\|", "| workflow | bound |")
                        .replaceFirst("\\|---\\|", "|---|---:|"));
        text.append("\nThe recorded seconds were multiplied with: ")
                .append(factors)
                .append(".\n");
    }

    private String workflowTable(ToDoubleFunction<WorkflowMeasurement> reference) {
        return Tables.markdown(
                workflows,
                "workflow, priorities",
                m -> m.workflow() + ", " + m.priorities(),
                WorkflowMeasurement::engine,
                m -> m.median() / reference.applyAsDouble(m));
    }

    private double timesFloor(Measurement m) {
        return m.run().median() / of(m, floor, other -> other.run().median());
    }

    private double of(Measurement m, String engine, ToDoubleFunction<Measurement> value) {
        return all.stream()
                .filter(other -> other.engine().equals(engine) && other.title().equals(m.title()))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static void section(StringBuilder text, String title, String table) {
        text.append("\n### ").append(title).append("\n\n").append(table);
    }
}
