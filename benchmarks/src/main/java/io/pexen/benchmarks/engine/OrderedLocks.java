package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.LockRequests;
import io.pexen.benchmarks.graph.Shape;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A table of locks for one thread, which grants each lock in the order of requests. A task requests all of its locks at
 * once, so tasks cannot wait for each other in a circle, and each request costs the same however many wait: Thomson et
 * al., "Calvin: Fast distributed transactions for partitioned database systems", SIGMOD 2012.
 */
final class OrderedLocks {

    private static final int FREE = 0;
    private static final int CLAIMED = -1;
    private static final int NONE = -1;

    private final Csr requests;

    /** For each request, its task and the next request that waits for the same lock. */
    private final int[] tasks;

    private final int[] next;

    /** For each task, how many of its requests wait. */
    private final int[] waits;

    /** For each lock: -1 if it is claimed, otherwise how many tasks use it; and the requests that wait. */
    private final int[] states;

    private final int[] heads;
    private final int[] tails;

    OrderedLocks(Shape shape) {
        requests = LockRequests.of(shape);
        tasks = new int[requests.total()];
        for (int task = 0; task < shape.size(); task++) {
            Arrays.fill(tasks, requests.start(task), requests.end(task), task);
        }
        next = new int[requests.total()];
        waits = new int[shape.size()];
        states = new int[shape.locks()];
        heads = new int[shape.locks()];
        tails = new int[shape.locks()];
        Arrays.fill(heads, NONE);
    }

    /** Requests all locks of a task; returns whether it gets them at once. */
    boolean request(int task) {
        for (int k = requests.start(task); k < requests.end(task); k++) {
            int lock = LockRequests.lock(requests.item(k));
            if (heads[lock] != NONE || !take(k)) {
                enqueue(lock, k);
                waits[task]++;
            }
        }
        return waits[task] == 0;
    }

    private boolean take(int index) {
        int lock = LockRequests.lock(requests.item(index));
        boolean claims = LockRequests.claims(requests.item(index));
        if (claims ? states[lock] != FREE : states[lock] == CLAIMED) {
            return false;
        }
        states[lock] += claims ? CLAIMED : 1;
        return true;
    }

    private void enqueue(int lock, int index) {
        next[index] = NONE;
        if (heads[lock] == NONE) {
            heads[lock] = index;
        } else {
            next[tails[lock]] = index;
        }
        tails[lock] = index;
    }

    /** Releases all locks of a task; reports the tasks that have all of theirs now. */
    void release(int task, IntConsumer granted) {
        for (int k = requests.start(task); k < requests.end(task); k++) {
            int lock = LockRequests.lock(requests.item(k));
            states[lock] = LockRequests.claims(requests.item(k)) ? FREE : states[lock] - 1;
            while (heads[lock] != NONE && take(heads[lock])) {
                int waiter = tasks[heads[lock]];
                heads[lock] = next[heads[lock]];
                if (--waits[waiter] == 0) {
                    granted.accept(waiter);
                }
            }
        }
    }
}
