package io.pexen.benchmarks.engine;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.TaskRes;

/** pexen, results iterated one by one by the caller. */
final class PexenIterated implements Engine {

    private final int spare;
    private final ThreadWorkerPool pool;

    PexenIterated(int spare) {
        this.spare = spare;
        this.pool = new ThreadWorkerPool(Workers.COUNT, spare);
    }

    @Override
    public String name() {
        return "pexen iterated " + spare;
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        return new PexenPrepared(shape, bodies, this::iterate);
    }

    private int iterate(Sched sched) {
        int succeeded = 0;
        try (Run run = sched.run(pool)) {
            for (TaskRes res : run) {
                succeeded += res.succeeded() ? 1 : 0;
            }
        }
        return succeeded;
    }

    @Override
    public void close() {
        pool.close();
    }
}
