package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import java.util.List;
import java.util.concurrent.Future;

/** The floor with workers that send each result through a ring of 64 to the caller. The caller only counts results. */
final class RingStream implements Engine {

    private static final int CAPACITY = 64;

    private final Workers workers = new Workers();

    @Override
    public String name() {
        return "ring stream";
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        BlockingRing results = new BlockingRing(CAPACITY);
        StealingRun run = new StealingRun(shape, bodies, results);
        return () -> {
            List<Future<?>> started = workers.start(run::work);
            for (int seen = 0; seen < shape.size(); seen++) {
                results.take();
            }
            Workers.await(started);
        };
    }

    @Override
    public void close() {
        workers.close();
    }
}
