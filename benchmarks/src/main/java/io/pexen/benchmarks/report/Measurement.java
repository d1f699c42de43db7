package io.pexen.benchmarks.report;

import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVRecord;

/**
 * What one engine did on one shape. Times are in nanoseconds per task and sizes in bytes per task; NaN if the JVM
 * cannot measure them.
 *
 * @param shape name of the shape
 * @param size number of tasks
 * @param engine name of the engine
 * @param repetitions how often it was measured
 * @param run time to run the graph
 * @param build time to build it
 * @param validate the part of the build time spent on validation; 0 if there was none
 * @param runBytes bytes allocated while it ran
 * @param buildBytes bytes allocated while it was built
 * @param retainedBytes bytes retained by what was built
 */
public record Measurement(
        String shape,
        int size,
        String engine,
        int repetitions,
        Quartiles run,
        Quartiles build,
        double validate,
        double runBytes,
        double buildBytes,
        double retainedBytes) {

    static final String[] HEADER = {
        "shape", "size", "engine", "repetitions",
        "run_median_ns", "run_least_ns", "run_q1_ns", "run_q3_ns",
        "build_median_ns", "build_least_ns", "build_q1_ns", "build_q3_ns",
        "validate_ns", "run_bytes", "build_bytes", "retained_bytes"
    };

    /** The shape with its number of tasks. */
    public String title() {
        return String.format(Locale.ROOT, "%s %,d", shape, size);
    }

    List<Object> toRecord() {
        return List.of(
                shape,
                size,
                engine,
                repetitions,
                tenths(run.median()),
                tenths(run.least()),
                tenths(run.first()),
                tenths(run.third()),
                tenths(build.median()),
                tenths(build.least()),
                tenths(build.first()),
                tenths(build.third()),
                tenths(validate),
                tenths(runBytes),
                tenths(buildBytes),
                tenths(retainedBytes));
    }

    static Measurement fromRecord(CSVRecord record) {
        return new Measurement(
                record.get("shape"),
                Integer.parseInt(record.get("size")),
                record.get("engine"),
                Integer.parseInt(record.get("repetitions")),
                quartiles(record, "run"),
                quartiles(record, "build"),
                number(record, "validate_ns"),
                number(record, "run_bytes"),
                number(record, "build_bytes"),
                number(record, "retained_bytes"));
    }

    private static Quartiles quartiles(CSVRecord record, String what) {
        return new Quartiles(
                number(record, what + "_least_ns"),
                number(record, what + "_q1_ns"),
                number(record, what + "_median_ns"),
                number(record, what + "_q3_ns"));
    }

    private static double number(CSVRecord record, String column) {
        return Double.parseDouble(record.get(column));
    }

    private static String tenths(double number) {
        return Double.isNaN(number) ? "NaN" : String.format(Locale.ROOT, "%.1f", number);
    }
}
