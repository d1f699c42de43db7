package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.Shape;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run by workers that steal from each other. A worker counts down the parents of the children of the task that it
 * ran, continues with one child that became ready, and pushes the others onto its own deque. A worker without work
 * tries to steal; it reports how many tasks it has done so far, and the worker that reports the last one ends the run.
 */
final class StealingRun {

    private final Bodies bodies;
    private final Csr children;
    private final int[] roots;
    private final AtomicIntegerArray missing;
    private final @Nullable StealingLocks locks;
    private final @Nullable BlockingRing results;
    private final StealingDeque[] deques = new StealingDeque[Workers.COUNT];
    private final Parking idle = new Parking();
    private final BooleanSupplier somethingToDo = this::somethingToDo;
    private final AtomicInteger left;
    private volatile boolean ended;

    /** A run that sends each result to the ring, if there is one. */
    StealingRun(Shape shape, Bodies bodies, @Nullable BlockingRing results) {
        this.bodies = bodies;
        this.results = results;
        this.children = shape.parents().transposed(shape.size());
        int[] parents = new int[shape.size()];
        Arrays.setAll(parents, shape.parents()::size);
        this.missing = new AtomicIntegerArray(parents);
        this.roots = IntStream.range(0, parents.length)
                .filter(task -> parents[task] == 0)
                .toArray();
        this.locks = shape.locks() == 0 ? null : new StealingLocks(shape);
        this.left = new AtomicInteger(shape.size());
        Arrays.setAll(deques, i -> new StealingDeque());
    }

    /** The body of a worker. */
    void work(int me) {
        StealingDeque mine = deques[me];
        for (int i = roots.length - 1 - me; i >= 0; i -= Workers.COUNT) {
            mine.push(roots[i]);
        }
        idle.signal();
        int done = 0;
        while (!ended) {
            int task = mine.pop();
            if (task < 0) {
                task = deques[Workers.COUNT - 1 - me].steal();
            }
            if (task >= 0) {
                done += runFrom(task, mine);
            } else {
                report(done);
                done = 0;
                idle.await(somethingToDo);
            }
        }
    }

    private void report(int done) {
        if (done > 0 && left.addAndGet(-done) == 0) {
            ended = true;
            idle.signal();
        }
    }

    private boolean somethingToDo() {
        for (StealingDeque deque : deques) {
            if (!deque.isEmpty()) {
                return true;
            }
        }
        return ended;
    }

    /** Runs a task, then one that it made ready, and so on; returns how many. */
    private int runFrom(int first, StealingDeque mine) {
        int done = 0;
        int task = first;
        while (task >= 0 && (locks == null || locks.tryAcquire(task, mine))) {
            bodies.run(task);
            if (results != null) {
                results.put(task);
            }
            done++;
            boolean pushed = locks != null && locks.release(task, mine);
            task = complete(task, mine, pushed);
        }
        return done;
    }

    /** Pushes all children that are ready except one, which is returned; wakes others if it pushed any. */
    private int complete(int task, StealingDeque mine, boolean handedBack) {
        int next = StealingDeque.NONE;
        boolean pushed = handedBack;
        for (int k = children.start(task); k < children.end(task); k++) {
            int child = children.item(k);
            if (missing.getAcquire(child) == 1 || missing.decrementAndGet(child) == 0) {
                if (next >= 0) {
                    mine.push(next);
                    pushed = true;
                }
                next = child;
            }
        }
        if (pushed) {
            idle.signal();
        }
        return next;
    }
}
