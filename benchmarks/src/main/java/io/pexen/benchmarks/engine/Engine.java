package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;

/**
 * A way to run a graph of tasks. Its threads live until it is closed, so that no run includes the cost of starting
 * them.
 */
public interface Engine extends AutoCloseable {

    /** The name in the report. */
    String name();

    /** Whether the engine can run the shape at all, and in acceptable time. */
    default boolean canRun(Shape shape) {
        return true;
    }

    /** Builds everything that the engine needs to run the shape once. */
    Prepared prepare(Shape shape, Bodies bodies);

    @Override
    void close();
}
