package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Compares the rules of docs/contract.md with the tests of all modules that name them. */
class ContractTest {

    private static final Path ROOT = Path.of("..");
    private static final Path CONTRACT = ROOT.resolve("docs/contract.md");

    /** The heading of the generated table, which extends to the end of the page. */
    private static final String HEADING = "## 10. Which tests prove which rule\n";

    private static final Pattern RULE = Pattern.compile("^- (\\d+\\.\\d+) ", Pattern.MULTILINE);

    /** The rules at the beginning of a display name, which may be on the next line. */
    private static final Pattern NAMED =
            Pattern.compile("@DisplayName\\(\\s*\"((?:\\d+(?:\\.\\d+)?(?:, | to | and )?)+) ");

    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

    private final String page = Files.readString(CONTRACT);

    ContractTest() throws IOException {}

    @Test
    @DisplayName("each rule has a test that names it, and the page links these tests")
    void everyRuleHasATest() throws IOException {
        Map<String, Set<Path>> tests = tests();
        List<String> rules =
                RULE.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(rules).hasSizeGreaterThan(40);
        assertThat(rules.stream().filter(rule -> !tests.containsKey(rule)))
                .as("rules that no test names at the beginning of its @DisplayName")
                .isEmpty();
        String expected = page.substring(0, page.indexOf(HEADING)) + HEADING + table(rules, tests);
        if (Boolean.getBoolean("pexen.write")) {
            Files.writeString(CONTRACT, expected);
        }
        assertThat(Files.readString(CONTRACT))
                .as("docs/contract.md; write its table with -Dtest=ContractTest -Dpexen.write=true")
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("8.5 each pool has a test that extends the suite that all pools must pass")
    void everyPoolPassesTheSuite() throws IOException {
        List<String> untested = new ArrayList<>();
        String tests = sources("src/test/java").map(ContractTest::read).collect(Collectors.joining());
        List<Path> pools = sources("src/main/java")
                .filter(file -> read(file).contains(" implements WorkerPool "))
                .toList();
        assertThat(pools).hasSizeGreaterThan(3);
        for (Path pool : pools) {
            String name = pool.getFileName().toString().replace(".java", "");
            if (!Pattern.compile("class " + name + "Test extends \\w*WorkerPoolTest ")
                    .matcher(tests)
                    .find()) {
                untested.add(name);
            }
        }
        assertThat(untested).isEmpty();
    }

    private static Map<String, Set<Path>> tests() throws IOException {
        Map<String, Set<Path>> tests = new HashMap<>();
        for (Path file : sources("src/test/java").toList()) {
            Matcher named = NAMED.matcher(read(file));
            while (named.find()) {
                NUMBER.matcher(named.group(1))
                        .results()
                        .forEach(rule -> tests.computeIfAbsent(rule.group(), any -> new TreeSet<>())
                                .add(file));
            }
        }
        return tests;
    }

    private static String table(List<String> rules, Map<String, Set<Path>> tests) {
        StringBuilder table = new StringBuilder("\n| rule | tests |\n|---|---|\n");
        for (String rule : rules) {
            String links = tests.get(rule).stream().map(ContractTest::link).collect(Collectors.joining(", "));
            table.append("| ").append(rule).append(" | ").append(links).append(" |\n");
        }
        return table.toString();
    }

    private static String link(Path file) {
        String name = file.getFileName().toString().replace(".java", "");
        return "[" + name + "](" + file.toString().replace('\\', '/') + ")";
    }

    /** The Java files of all modules in such a folder. */
    private static Stream<Path> sources(String folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(each -> each.resolve(folder))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> all = Files.walk(module)) {
                    all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
        }
        return files.stream().sorted();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
