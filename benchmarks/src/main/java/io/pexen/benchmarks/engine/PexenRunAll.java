package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.pool.ThreadWorkerPool;

/** pexen, all results collected at once. */
final class PexenRunAll implements Engine {

    private final int spare;
    private final ThreadWorkerPool pool;

    PexenRunAll(int spare) {
        this.spare = spare;
        this.pool = new ThreadWorkerPool(Workers.COUNT, spare);
    }

    @Override
    public String name() {
        return "pexen runAll " + spare;
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        return new PexenPrepared(shape, bodies, sched -> sched.runAll(pool).size());
    }

    @Override
    public void close() {
        pool.close();
    }
}
