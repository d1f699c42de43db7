package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.LockChains;
import io.pexen.benchmarks.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A cached {@code Mono} for each task, which comes after those of its parents on a parallel scheduler. Nothing happens
 * until they are subscribed to, so subscribing is part of the run. It happens in the order of the tasks, because
 * subscribing to the end of a long chain first would overflow the stack. Locks are chains, too; see {@link LockChains}.
 */
final class Reactor implements Engine {

    private final Scheduler scheduler = Schedulers.newParallel("reactor", Workers.COUNT, true);

    @Override
    public String name() {
        return "Reactor";
    }

    @Override
    public Prepared prepare(Shape shape, Bodies bodies) {
        Csr parents = LockChains.parents(shape);
        List<Mono<Void>> tasks = new ArrayList<>(shape.size());
        for (int task = 0; task < shape.size(); task++) {
            Mono<Void> body = Mono.fromRunnable(bodies.body(task));
            Mono<Void> mono = parents.size(task) == 0
                    ? body.subscribeOn(scheduler)
                    : parentsOf(task, parents, tasks).publishOn(scheduler).then(body);
            tasks.add(mono.cache());
        }
        Mono<Void> all = Mono.when(tasks);
        return all::block;
    }

    private static Mono<Void> parentsOf(int task, Csr parents, List<Mono<Void>> tasks) {
        int[] mine = parents.row(task);
        return mine.length == 1
                ? tasks.get(mine[0])
                : Mono.when(Arrays.stream(mine).mapToObj(tasks::get).toList());
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
