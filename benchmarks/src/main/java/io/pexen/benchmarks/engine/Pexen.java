package io.pexen.benchmarks.engine;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.task.TaskRes;
import java.util.function.ToIntBiFunction;

/** pexen, in one of its two ways to run. */
final class Pexen implements Engine {

    private final String name;
    private final ToIntBiFunction<Sched, WorkerPool> runner;
    private final ThreadWorkerPool pool;

    private Pexen(String way, int spare, ToIntBiFunction<Sched, WorkerPool> runner) {
        this.name = "pexen " + way + " " + spare;
        this.runner = runner;
        this.pool = new ThreadWorkerPool(Workers.COUNT, spare);
    }

    /** All results collected at once. */
    static Pexen runAll(int spare) {
        return new Pexen("runAll", spare, (sched, pool) -> sched.runAll(pool).size());
    }

    /** Results iterated one by one by the caller. */
    static Pexen iterated(int spare) {
        return new Pexen("iterated", spare, Pexen::iterate);
    }

    private static int iterate(Sched sched, WorkerPool pool) {
        int succeeded = 0;
        try (Run run = sched.run(pool)) {
            for (TaskRes res : run) {
                succeeded += res.succeeded() ? 1 : 0;
            }
        }
        return succeeded;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        return new PexenPrepared(shape, bodies, sched -> runner.applyAsInt(sched, pool));
    }

    @Override
    public void close() {
        pool.close();
    }
}
