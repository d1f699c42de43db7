package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import java.util.List;
import java.util.concurrent.Future;

/**
 * The caller schedules and the workers only run tasks: one ring takes tasks to them, another brings them back. At most
 * as many tasks are in flight as there are workers and spare, so this does what an iterated run of pexen does.
 */
final class RingCoordinator implements Engine {

    private static final int STOP = Integer.MAX_VALUE;

    private final int spare;
    private final Workers workers = new Workers();

    RingCoordinator(int spare) {
        this.spare = spare;
    }

    @Override
    public String name() {
        return "ring coordinator " + spare;
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        int limit = Workers.COUNT + spare;
        int capacity = Integer.highestOneBit(2 * limit - 1);
        BlockingRing dispatched = new BlockingRing(capacity);
        BlockingRing finished = new BlockingRing(capacity);
        Plan plan = new Plan(shape);
        return () -> {
            List<Future<?>> started = workers.start(me -> work(bodies, dispatched, finished));
            plan.coordinate(limit, dispatched::put, finished::take);
            for (int i = 0; i < Workers.COUNT; i++) {
                dispatched.put(STOP);
            }
            Workers.await(started);
        };
    }

    private static void work(Bodies bodies, BlockingRing dispatched, BlockingRing finished) {
        for (int task = dispatched.take(); task != STOP; task = dispatched.take()) {
            bodies.run(task);
            finished.put(task);
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
