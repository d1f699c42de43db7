package io.pexen.sample;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.springframework.core.io.ClassPathResource;

/** The figures of the files, computed without tasks, tables and SQL. */
final class CsvTruth {

    final List<CSVRecord> airports = read("airports.csv");
    final List<CSVRecord> routes = read("flights-airport.csv");
    final List<CSVRecord> flights = read("flights-20k.csv");
    final List<CSVRecord> strikes = read("birdstrikes.csv");

    private static List<CSVRecord> read(String file) {
        try (var reader =
                new InputStreamReader(new ClassPathResource("data/" + file).getInputStream(), StandardCharsets.UTF_8)) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean damaged(CSVRecord strike) {
        return List.of("Minor", "Medium", "Substantial").contains(strike.get("Effect Amount of damage"));
    }

    static boolean identified(CSVRecord strike) {
        return !strike.get("Wildlife Species").startsWith("Unknown");
    }

    static long cost(CSVRecord strike) {
        return Long.parseLong(strike.get("Cost Total $"));
    }

    /** How many strikes, how many with damage, and their cost, grouped by a function of each strike. */
    Map<String, List<Long>> strikesBy(Function<CSVRecord, String> label) {
        return strikesBy(label, strike -> true);
    }

    Map<String, List<Long>> strikesBy(Function<CSVRecord, String> label, Predicate<CSVRecord> counted) {
        return strikes.stream()
                .filter(counted)
                .collect(Collectors.groupingBy(
                        label, Collectors.collectingAndThen(Collectors.toList(), CsvTruth::figures)));
    }

    static List<Long> figures(List<CSVRecord> strikes) {
        return List.of(
                (long) strikes.size(),
                strikes.stream().filter(CsvTruth::damaged).count(),
                strikes.stream().mapToLong(CsvTruth::cost).sum());
    }

    /** Departures and arrivals of an airport. */
    long trafficOf(String iata) {
        return routes.stream()
                .mapToLong(route -> Long.parseLong(route.get("count"))
                        * (count(iata, route.get("origin")) + count(iata, route.get("destination"))))
                .sum();
    }

    private static int count(String wanted, String actual) {
        return wanted.equals(actual) ? 1 : 0;
    }
}
