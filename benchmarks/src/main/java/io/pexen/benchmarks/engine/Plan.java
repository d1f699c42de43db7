package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.Shape;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of a coordinator: how many parents each task still waits for, the locks, and which tasks may run, oldest
 * first.
 */
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

    /** The next task that may run; -1 if there is none. */
    private int next() {
        return head < tail ? ready[head++] : -1;
    }

    /** A task has ended. */
    private void completed(int task) {
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

    /**
     * Hands out all tasks, each as soon as it may run.
     *
     * @param limit how many tasks are in flight at most
     * @param submit takes a task
     * @param take waits for the next task that has ended
     */
    void coordinate(int limit, IntConsumer submit, IntSupplier take) {
        int free = limit;
        for (int seen = 0; seen < missing.length; seen++) {
            while (free > 0) {
                int task = next();
                if (task < 0) {
                    break;
                }
                submit.accept(task);
                free--;
            }
            completed(take.getAsInt());
            free++;
        }
    }
}
