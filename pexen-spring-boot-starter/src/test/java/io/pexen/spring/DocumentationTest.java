package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.spring.metrics.PexenMeter;
import io.pexen.spring.metrics.PexenMeters;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the tables of the README with the code. */
class DocumentationTest {

    private final List<String> lines = Files.readAllLines(Path.of("../README.md"));

    DocumentationTest() throws IOException {}

    @Test
    void tablesEveryMeterAsItIs() {
        List<String> expected =
                PexenMeters.all().stream().map(DocumentationTest::row).toList();
        assertThat(rows("pexen.pool.workers")).containsExactlyElementsOf(expected);
    }

    @Test
    void tablesEveryPropertyAndNoOther() throws IOException {
        Stream<String> named = Stream.concat(
                properties("pexen.pools.<name>.", PexenProperties.Pool.class),
                properties("pexen.scheds.<name>.", PexenProperties.Sched.class));
        Stream<String> plain = ConfigurationMetadata.properties().stream()
                .map(property -> (String) property.get("name"))
                .filter(name ->
                        name.startsWith("pexen.") && !name.equals("pexen.pools") && !name.equals("pexen.scheds"));
        assertThat(rows("pexen.pool").stream().map(DocumentationTest::firstCell))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(named, plain).toList());
    }

    /** The rows of the table that begins with a name. */
    private List<String> rows(String first) {
        int start = lines.stream().map(DocumentationTest::firstCell).toList().indexOf(first);
        assertThat(start).as("row of %s in README.md", first).isNotNegative();
        return lines.subList(start, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static String firstCell(String line) {
        return line.startsWith("| `") ? line.substring(3, line.indexOf('`', 3)) : "";
    }

    private static String row(PexenMeter meter) {
        return String.format(
                "| `%s` | %s | %s | %s | %s |",
                meter.name(),
                meter.type().name().toLowerCase(Locale.ROOT),
                meter.tags().stream().map(tag -> "`" + tag + "`").collect(Collectors.joining(", ")),
                meter.baseUnit() == null ? "" : meter.baseUnit(),
                meter.description());
    }

    private static Stream<String> properties(String prefix, Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> prefix + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }
}
