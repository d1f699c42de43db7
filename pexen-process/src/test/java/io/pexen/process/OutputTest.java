package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pexen.contract.Logs;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@DisplayName("What a worker prints")
@Timeout(60)
class OutputTest {

    private static Output pump(InputStream in, boolean isStderr, Figures figures) {
        Output output = new Output(in, "heavy-1", isStderr, figures, Output.class.getClassLoader());
        output.run();
        return output;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("is logged line by line with the worker's name, stdout at info, stderr at warn,"
            + " the last line without an end too")
    void logsLines() {
        try (Logs logs = Logs.ofWorkers()) {
            pump(stream("one\r\n\ntwö"), false, new Figures());
            pump(stream("bad\n"), true, new Figures());

            assertThat(logs.all())
                    .containsExactly(
                            "INFO [heavy-1] one", "INFO [heavy-1] ", "INFO [heavy-1] twö", "WARN [heavy-1] bad");
        }
    }

    @Test
    @DisplayName("is cut where a line is longer than 8 KB")
    void cutsLongLines() {
        try (Logs logs = Logs.ofWorkers()) {
            pump(stream("x".repeat(1_000_000) + "\nnext\n"), false, new Figures());

            assertThat(logs.all()).containsExactly("INFO [heavy-1] " + "x".repeat(8192), "INFO [heavy-1] next");
        }
    }

    @Test
    @DisplayName("is dropped beyond 1,000 lines in a second, counted, and told")
    void dropsAndCounts() {
        Figures figures = new Figures();
        try (Logs logs = Logs.ofWorkers()) {
            pump(stream("line\n".repeat(100_000)), false, figures);

            long dropped = figures.stats(0).linesDropped();
            List<String> lines =
                    logs.all().stream().filter(line -> line.endsWith("] line")).toList();
            assertThat(lines.size() + dropped).isEqualTo(100_000);
            assertThat(dropped).isPositive();
            assertThat(logs.all())
                    .filteredOn(line -> line.contains("more lines on stdout within a second were dropped"))
                    .isNotEmpty();
        }
    }

    @Test
    @DisplayName("is read to the end, and counted as dropped, when an appender of the application throws")
    void appenderThatThrows() {
        AppenderBase<ILoggingEvent> failing = new AppenderBase<>() {
            @Override
            public synchronized void doAppend(ILoggingEvent event) {
                throw new IllegalStateException("the disk is full");
            }

            @Override
            protected void append(ILoggingEvent event) {}
        };
        Logger logger = (Logger) LoggerFactory.getLogger("io.pexen.worker");
        Figures figures = new Figures();
        logger.addAppender(failing);
        try {
            Output output = pump(stream("line\n".repeat(5_000) + "last"), true, figures);

            assertThat(output.tail(0)).endsWith("last");
            assertThat(figures.stats(0).linesDropped()).isGreaterThanOrEqualTo(5_001);
        } finally {
            logger.detachAppender(failing);
        }
    }

    @Test
    @DisplayName("8.4 has no options of a JVM in it, in the log or in the last lines")
    void hidesOptions() {
        try (Logs logs = Logs.ofWorkers()) {
            Output output = pump(
                    stream("NOTE: Picked up JDK_JAVA_OPTIONS: -Dpassword=s3cret\n"
                            + "Picked up JAVA_TOOL_OPTIONS: -Dpassword=s3cret"
                            + " -Dmore=" + "s3cret".repeat(1_000)
                            + "\nPicked up _JAVA_OPTIONS: s3cret\nPicked up a parcel\n"),
                    true,
                    new Figures());

            assertThat(logs.all())
                    .containsExactly(
                            "WARN [heavy-1] NOTE: Picked up JDK_JAVA_OPTIONS, not shown here",
                            "WARN [heavy-1] Picked up JAVA_TOOL_OPTIONS, not shown here",
                            "WARN [heavy-1] Picked up _JAVA_OPTIONS, not shown here",
                            "WARN [heavy-1] Picked up a parcel");
            assertThat(output.tail(0)).doesNotContain("s3cret").endsWith("Picked up a parcel");
        }
    }

    @Test
    @DisplayName("has its last lines kept, also of a flood")
    void keepsTheTail() {
        Output output = pump(stream("line\n".repeat(50_000) + "a\nb\nlast"), true, new Figures());
        assertThat(output.tail(0).lines()).hasSize(20).endsWith("line", "a", "b", "last");
    }

    @Test
    @DisplayName("8.4 has its control characters escaped, so that it can forge no line and move no cursor")
    void escapesControlCharacters() {
        try (Logs logs = Logs.ofWorkers()) {
            String forged = "ok\rERROR forged\u001b[2J\u0085\u2028\u2029\u202e\u0000 \tat café";
            Output output = pump(stream(forged + "\n"), true, new Figures());

            String harmless = "ok\\u000dERROR forged\\u001b[2J\\u0085\\u2028\\u2029\\u202e\\u0000 \tat café";
            assertThat(logs.all()).containsExactly("WARN [heavy-1] " + harmless);
            assertThat(output.tail(0))
                    .isEqualTo("ok\nERROR forged\\u001b[2J\\u0085\\u2028\\u2029\\u202e\\u0000 \tat café");
        }
    }
}
