package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;

/** A coordinator of the JDK's own parts: it keeps the counters, submits what may go, and takes what has ended. */
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
        return () -> {
            try {
                coordinate(plan, shape.size(), service, bodies);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("a task did not end well", e);
            }
        };
    }

    private static void coordinate(Plan plan, int tasks, ExecutorCompletionService<Integer> service, Bodies bodies)
            throws InterruptedException, ExecutionException {
        int free = Workers.COUNT + SPARE;
        for (int seen = 0; seen < tasks; seen++) {
            while (free > 0) {
                int task = plan.next();
                if (task < 0) {
                    break;
                }
                service.submit(bodies.body(task), task);
                free--;
            }
            plan.completed(service.take().get());
            free++;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
