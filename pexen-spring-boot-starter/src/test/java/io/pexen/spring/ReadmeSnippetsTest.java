package io.pexen.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles the Java snippets of the README. {@code .ci/publish-check} copies this class out of the tree to compile them
 * against the published artifacts, so it needs no other class of this module.
 */
class ReadmeSnippetsTest {

    private final List<String> lines = Files.readAllLines(Path.of("../README.md"));

    ReadmeSnippetsTest() throws IOException {}

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
     * Types stay as they are. Members are wrapped in a class and statements in a method, with fields for what the
     * surrounding text refers to.
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
}
