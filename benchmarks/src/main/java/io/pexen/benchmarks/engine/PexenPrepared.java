package io.pexen.benchmarks.engine;

import io.pexen.Sched;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.task.Task;
import java.util.List;
import java.util.function.ToIntFunction;

/** A sched with the tasks of a shape, and how to run it. */
final class PexenPrepared implements Prepared {

    private final Sched sched;
    private final ToIntFunction<Sched> runner;
    private final int tasks;
    private final long validateNanos;

    /** The runner runs the sched and returns how many results it has seen. */
    PexenPrepared(Shape shape, Bodies bodies, ToIntFunction<Sched> runner) {
        List<Task> all = PexenTasks.of(shape, bodies);
        long begin = System.nanoTime();
        this.sched = new Sched(all);
        this.validateNanos = System.nanoTime() - begin;
        this.tasks = all.size();
        this.runner = runner;
    }

    /** The sched, for further setup. */
    Sched sched() {
        return sched;
    }

    @Override
    public void run() {
        int seen = runner.applyAsInt(sched);
        if (seen != tasks) {
            throw new IllegalStateException("results must be " + tasks + ", were " + seen);
        }
    }

    @Override
    public long validateNanos() {
        return validateNanos;
    }
}
