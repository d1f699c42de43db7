package io.pexen.benchmarks.report;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The files of a directory that keeps all measurements: {@code results.csv}, {@code workflows.csv} and
 * {@code machine.txt}. New measurements are appended.
 */
public final class ResultFiles {

    private final Path measurements;
    private final Path workflows;
    private final Path machine;

    /** The files in a directory, which is created if it does not exist. */
    public ResultFiles(Path directory) throws IOException {
        Files.createDirectories(directory);
        measurements = directory.resolve("results.csv");
        workflows = directory.resolve("workflows.csv");
        machine = directory.resolve("machine.txt");
    }

    /** Deletes all measurements of shapes. */
    public void clearMeasurements() throws IOException {
        Files.deleteIfExists(measurements);
    }

    /** Deletes all measurements of workflows. */
    public void clearWorkflows() throws IOException {
        Files.deleteIfExists(workflows);
    }

    /** Adds measurements. */
    public void add(List<Measurement> more) throws IOException {
        append(
                measurements,
                Measurement.HEADER,
                more.stream().map(Measurement::toRecord).toList());
    }

    /** Adds measurements of workflows. */
    public void addWorkflows(List<WorkflowMeasurement> more) throws IOException {
        append(
                workflows,
                WorkflowMeasurement.HEADER,
                more.stream().map(WorkflowMeasurement::toRecord).toList());
    }

    /** Stores a description of the machine. */
    public void machine(String description) throws IOException {
        Files.writeString(machine, description);
    }

    /** All measurements of shapes. */
    public List<Measurement> measurements() throws IOException {
        return read(measurements, Measurement::fromRecord);
    }

    /** All measurements of workflows. */
    public List<WorkflowMeasurement> workflows() throws IOException {
        return read(workflows, WorkflowMeasurement::fromRecord);
    }

    /** The description of the machine. */
    public String machine() throws IOException {
        return Files.readString(machine);
    }

    private static void append(Path file, String[] header, List<List<Object>> records) throws IOException {
        boolean isNew = Files.notExists(file);
        try (Writer writer = Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180)) {
            if (isNew) {
                printer.printRecord((Object[]) header);
            }
            printer.printRecords(records);
        }
    }

    private static <T> List<T> read(Path file, Function<CSVRecord, T> parser) throws IOException {
        if (Files.notExists(file)) {
            return List.of();
        }
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser records = format.parse(reader)) {
            return records.stream().map(parser).toList();
        }
    }
}
