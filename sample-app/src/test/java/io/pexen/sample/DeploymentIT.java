package io.pexen.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/**
 * The application in the forms in which it can be deployed, each in a separate JVM. A child must start from the same
 * form. The build specifies where the jar and the classes are.
 */
@DisplayName("the sample runs its heavy reports in a child JVM and leaves none behind when it is started")
@Timeout(120)
class DeploymentIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    /** The working directory, to which the application is deployed. No file of the project is nearby. */
    @TempDir
    private static Path folder;

    /** For the database and all other temporary files. */
    @TempDir
    private Path temporary;

    @BeforeAll
    static void deploy(@TempDir Path logs) throws Exception {
        Files.copy(Path.of(fromBuild("sample.jar")), folder.resolve("sample-app.jar"));
        Path output = logs.resolve("output");
        Process extraction = java(
                output, List.of("-Djarmode=tools", "-jar", "sample-app.jar", "extract", "--destination", "extracted"));
        assertThat(extraction.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(extraction.exitValue()).as(printed(output)).isZero();
    }

    @Test
    @DisplayName("from the executable jar")
    void executableJar() throws Exception {
        runsReportsInAChild("-jar", "sample-app.jar");
    }

    @Test
    @DisplayName("from the extracted jar, next to its libraries")
    void extractedJar() throws Exception {
        runsReportsInAChild("-jar", "extracted/sample-app.jar");
    }

    @Test
    @DisplayName("from a directory of classes, with a classpath")
    void explodedClasses() throws Exception {
        String classPath = fromBuild("sample.classes") + File.pathSeparator + "extracted/lib/*";
        runsReportsInAChild("-cp", classPath, SampleApplication.class.getName());
    }

    private void runsReportsInAChild(String... form) throws Exception {
        Path output = temporary.resolve("output");
        List<String> arguments = new ArrayList<>();
        arguments.add("-Djava.io.tmpdir=" + temporary); // where the profile has its database
        arguments.addAll(List.of(form));
        // One child shows how it is started as well as two, in less time.
        arguments.addAll(
                List.of("--spring.profiles.active=processes", "--server.port=0", "--pexen.pools.heavy.workers=1"));
        Process application = java(output, arguments);
        try {
            int port = awaitPort(application, output);
            checkRun(port);
            List<ProcessHandle> children = application.descendants().toList();
            assertThat(children).hasSize(1);

            application.destroy(); // SIGTERM
            await().atMost(LONG).until(() -> !application.isAlive());
            await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        } catch (Throwable e) {
            throw new AssertionError(e.getMessage() + "\nThe application has printed:\n" + printed(output), e);
        } finally {
            application.descendants().forEach(ProcessHandle::destroyForcibly);
            application.destroyForcibly().waitFor();
        }
    }

    /**
     * Waits for the run on startup, and checks that it was complete and that a child has executed the three reports.
     */
    private static void checkRun(int port) throws Exception {
        try (RunEvents events = RunEvents.open(port)) {
            RunEvents.Ended ended = events.awaitEnd();
            assertThat(ended.states())
                    .allSatisfy((task, state) -> assertThat(state).as(task).isEqualTo("SUCCEEDED"));
            assertThat(ended.run().get("text").asString())
                    .isEqualTo(ended.run().get("tasks").asInt() + " ran, 0 failed, 0 skipped");
        }
        RestClient client = RestClient.create("http://localhost:" + port);
        assertThat(get(client, "/api/digest").get("missing")).isEmpty();
        assertThat(ofHeavyPool(client, "pexen.processes")).isEqualTo(1);
        assertThat(ofHeavyPool(client, "pexen.processes.roundtrip")).isEqualTo(3);
    }

    private static int ofHeavyPool(RestClient client, String metric) {
        return get(client, "/actuator/metrics/" + metric + "?tag=pool:heavy")
                .at("/measurements/0/value")
                .asInt();
    }

    private static JsonNode get(RestClient client, String path) {
        return Objects.requireNonNull(client.get().uri(path).retrieve().body(JsonNode.class), path);
    }

    private static int awaitPort(Process application, Path output) {
        List<MatchResult> lines = await().atMost(LONG)
                .failFast("the application has ended", () -> !application.isAlive())
                .until(() -> PORT.matcher(printed(output)).results().toList(), found -> !found.isEmpty());
        return Integer.parseInt(lines.get(0).group(1));
    }

    /** Starts another instance of the JVM of this test. */
    private static Process java(Path output, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // Children inherit it: they all live too briefly for the slower compiler to pay off.
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        return builder.start();
    }

    private static String printed(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }

    private static String fromBuild(String property) {
        return Objects.requireNonNull(System.getProperty(property), () -> property + " is set by mvn verify");
    }
}
