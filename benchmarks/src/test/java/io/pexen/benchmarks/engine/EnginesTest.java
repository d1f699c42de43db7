package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.benchmarks.graph.TestShapes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies check the order of tasks and the locks. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EnginesTest {

    private static final int REPETITIONS = 3;

    static List<String> engines() {
        return Engines.names();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void runsEveryShapeInOrderAndKeepsLocks(String name) {
        try (Engine engine = Engines.named(name)) {
            for (Shape shape : TestShapes.all()) {
                if (engine.canRun(shape)) {
                    runSeveralTimes(engine, shape);
                }
            }
        }
    }

    private static void runSeveralTimes(Engine engine, Shape shape) {
        Bodies bodies = Bodies.checking(shape);
        for (int i = 0; i < REPETITIONS; i++) {
            engine.prepare(shape, bodies).run();
            bodies.verify(engine.name());
        }
    }
}
