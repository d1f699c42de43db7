package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;

/**
 * A coordinator built from the JDK's own parts: it keeps the counters, submits tasks that may run, and takes those that
 * have ended.
 */
final class CompletionServices implements Engine {

    private static final int SPARE = 1;

    private final ExecutorService threads = Workers.executor("completion");

    @Override
    public String name() {
        return "ExecutorCompletionService";
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        Plan plan = new Plan(shape);
        ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(threads);
        return () -> plan.coordinate(
                Workers.COUNT + SPARE, task -> service.submit(bodies.body(task), task), () -> take(service));
    }

    private static int take(ExecutorCompletionService<Integer> service) {
        try {
            return service.take().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a task has failed", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
