package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.spring.metrics.PexenMeter;
import io.pexen.spring.metrics.PexenMeters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the tables of the README with the code, and compiles its snippets. */
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

    @Test
    @DisplayName("every Java snippet compiles with the imports that it shows")
    void compilesEverySnippet(@TempDir Path folder) throws IOException {
        List<String> snippets = snippets();
        assertThat(snippets).hasSizeGreaterThan(5);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-encoding", "UTF-8", "-cp", classPath()));
        for (int i = 0; i < snippets.size(); i++) {
            Path source = Files.createDirectory(folder.resolve("s" + i)).resolve("Snippet.java");
            Files.writeString(source, "package s" + i + ";\n" + compilable(snippets.get(i)));
            arguments.add(source.toString());
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(new String[0]));
        assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }

    private List<String> snippets() {
        List<String> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```java")) {
                int end = i + lines.subList(i, lines.size()).indexOf("```");
                snippets.add(String.join("\n", lines.subList(i + 1, end)));
            }
        }
        return snippets;
    }

    /**
     * Types stay as they are; members go into a class, statements into a method, with what the text around them speaks
     * of.
     */
    private static String compilable(String snippet) {
        String imports =
                snippet.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String code = snippet.lines()
                .filter(line -> !line.startsWith("import "))
                .collect(Collectors.joining("\n"))
                .replace("…", "");
        if (code.lines().anyMatch(line -> line.startsWith("class "))) {
            return imports + code;
        }
        boolean member = code.strip().startsWith("@");
        return imports + """

                class Snippet {
                    org.slf4j.Logger log;
                    io.pexen.Sched sched;
                    io.pexen.task.Task greet;
                    io.pexen.pool.WorkerPool pool;
                    io.pexen.pool.WorkerPool heavy;
                    java.util.List<io.pexen.task.Task> tasks;
                """ + (member ? code : "void snippet() throws Exception {" + code + "\n}") + "\n}";
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
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
