package io.pexen.benchmarks;

import io.pexen.benchmarks.engine.Engines;
import io.pexen.benchmarks.report.Report;
import io.pexen.benchmarks.report.ResultFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures what the command line requests, each row in a separate JVM, and creates the report. */
public final class Main {

    private Main() {}

    /** See {@code --help}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (Arrays.asList(args).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        if (Arrays.asList(args).contains("--processes")) {
            ProcessBenchmark.run();
            return;
        }
        System.setProperty("java.awt.headless", "true");
        Options options = Options.parse(args);
        ResultFiles files = new ResultFiles(options.out());
        Options.Part part = options.only();
        if (part == Options.Part.EVERYTHING || part == Options.Part.SHAPES) {
            files.clearMeasurements();
            for (Row row : Row.of(options)) {
                fork(RowBenchmark.class, List.of(row.shape(), String.valueOf(row.size())), args);
            }
        }
        if (part == Options.Part.EVERYTHING || part == Options.Part.WORKFLOWS) {
            files.clearWorkflows();
            fork(WorkflowBenchmark.class, List.of(), args);
        }
        new Report(files, Engines.FLOOR).write(options.out());
        System.out.println("The report is in " + options.out().toAbsolutePath());
    }

    private static void fork(Class<?> main, List<String> first, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms4g",
                "-Xmx10g",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(first);
        command.addAll(List.of(args));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(main.getSimpleName() + " " + first + " ended with status " + status);
        }
    }
}
