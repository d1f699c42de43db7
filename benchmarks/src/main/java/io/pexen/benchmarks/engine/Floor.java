package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;

/** The minimum cost of running the graph: workers that steal from each other, and only int arrays. */
final class Floor implements Engine {

    private final Workers workers = new Workers();

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        StealingRun run = new StealingRun(shape, bodies, null);
        return () -> Workers.await(workers.start(run::work));
    }

    @Override
    public void close() {
        workers.close();
    }
}
