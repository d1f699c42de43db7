package io.pexen.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pexen.benchmarks.engine.Engines;
import io.pexen.benchmarks.graph.Shapes;
import io.pexen.benchmarks.report.Measurement;
import io.pexen.benchmarks.report.Report;
import io.pexen.benchmarks.report.ResultFiles;
import io.pexen.benchmarks.report.WorkflowMeasurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowBenchmarkTest {

    @TempDir
    Path directory;

    @Test
    void measuresKeepsAndReports() throws IOException {
        Options options = Options.parse("--engines", "floor,pexen runAll 64", "--reps", "3", "--warmups", "1");
        List<Measurement> results = RowBenchmark.measure(Shapes.named("grid", 50_000), options);
        assertThat(results).extracting(Measurement::engine).containsExactly("floor", "pexen runAll 64");
        assertThat(results).allSatisfy(m -> {
            assertThat(m.repetitions()).isEqualTo(2 * 3); // because the shape has half of the full size
            assertThat(m.run().least()).isPositive();
        });

        ResultFiles files = new ResultFiles(directory);
        files.machine("a machine");
        files.add(results);
        files.addWorkflows(
                List.of(new WorkflowMeasurement("flow", 9, 0.5, "none", "pexen runAll 64", 100, 110, 121, 120)));
        assertThat(files.measurements()).hasSize(2);
        new Report(files, Engines.FLOOR).write(directory.resolve("report"));
        assertThat(directory.resolve("report/performance-table.md"))
                .content()
                .contains("a machine", "| shape | floor | pexen runAll 64 |", "| grid 49,729 | 1.00 |")
                .contains("| flow, none | 1.21 |", "| flow, none | 1.10 |");
        assertThat(directory.resolve("report/performance.png")).isNotEmptyFile();
    }

    @Test
    void refusesUnknownOptionsAndEngines() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--fast"))
                .withMessageContaining("--fast");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--engines", "floor,flor"))
                .withMessageContaining("flor");
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--out"));
    }

    @Test
    void asksForRowsByNameOrByNameAndSize() {
        assertThat(Row.of(Options.parse("--shapes", "wide"))).hasSize(3);
        assertThat(Row.of(Options.parse("--shapes", "wide 100000, chain 2000"))).hasSize(2);
    }
}
