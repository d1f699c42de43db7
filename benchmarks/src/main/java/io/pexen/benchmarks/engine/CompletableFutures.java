package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.LockChains;
import io.pexen.benchmarks.graph.Shape;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/**
 * A future for each task, chained to those of its parents as is usual: with {@code thenRunAsync} on the one parent, or
 * on {@code allOf} several. Locks are chains of futures, too; see {@link LockChains}.
 */
final class CompletableFutures implements Engine {

    private final ForkJoinPool pool = new ForkJoinPool(Workers.COUNT);

    @Override
    public String name() {
        return "CompletableFuture";
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        Csr parents = LockChains.parents(shape);
        CompletableFuture<Void> start = new CompletableFuture<>();
        CompletableFuture<?>[] tasks = new CompletableFuture<?>[shape.size()];
        for (int task = 0; task < tasks.length; task++) {
            tasks[task] = parentsOf(task, parents, tasks, start).thenRunAsync(bodies.body(task), pool);
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(tasks);
        return () -> {
            start.complete(null);
            all.join();
        };
    }

    private static CompletableFuture<?> parentsOf(
            int task, Csr parents, CompletableFuture<?>[] tasks, CompletableFuture<Void> start) {
        return switch (parents.size(task)) {
            case 0 -> start;
            case 1 -> tasks[parents.item(parents.start(task))];
            default ->
                CompletableFuture.allOf(Arrays.stream(parents.row(task))
                        .mapToObj(parent -> tasks[parent])
                        .toArray(CompletableFuture[]::new));
        };
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
