package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.Shape;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a coordinator knows: how many parents each task still misses, the locks, and which tasks may go, oldest first. */
final class Plan {

    private final Csr children;
    private final int[] missing;
    private final @Nullable OrderedLocks locks;
    private final int[] ready;
    private final IntConsumer addReady = this::addReady;
    private int head;
    private int tail;

    Plan(Shape shape) {
        children = shape.parents().transposed(shape.size());
        missing = new int[shape.size()];
        Arrays.setAll(missing, shape.parents()::size);
        locks = shape.locks() == 0 ? null : new OrderedLocks(shape);
        ready = new int[shape.size()];
        for (int task = 0; task < missing.length; task++) {
            if (missing[task] == 0) {
                unlocked(task);
            }
        }
    }

    /** The next task that may go; -1 if there is none. */
    int next() {
        return head < tail ? ready[head++] : -1;
    }

    /** A task has ended. */
    void completed(int task) {
        if (locks != null) {
            locks.release(task, addReady);
        }
        for (int k = children.start(task); k < children.end(task); k++) {
            int child = children.item(k);
            if (--missing[child] == 0) {
                unlocked(child);
            }
        }
    }

    private void unlocked(int task) {
        if (locks == null || locks.request(task)) {
            addReady(task);
        }
    }

    private void addReady(int task) {
        ready[tail++] = task;
    }
}
