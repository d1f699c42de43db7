package io.pexen.benchmarks.jmh;

import io.pexen.Sched;
import io.pexen.benchmarks.engine.PexenTasks;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.benchmarks.graph.Shapes;
import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.Task;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long it takes to validate tasks that have three dependencies each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = "-Xmx4g")
public class GraphBenchmark {

    /** The number of tasks. */
    @Param({"1000", "100000"})
    public int size;

    private List<Task> tasks = List.of();

    /** Defines the tasks. */
    @Setup
    public void define() {
        Shape shape = Shapes.named("random DAG", size);
        tasks = PexenTasks.of(shape, Bodies.marking(shape));
    }

    /** The graph alone. */
    @Benchmark
    public IndexedGraph graph() {
        return IndexedGraph.of(tasks);
    }

    /** A sched with the tasks. */
    @Benchmark
    public Sched sched() {
        return new Sched(tasks);
    }
}
