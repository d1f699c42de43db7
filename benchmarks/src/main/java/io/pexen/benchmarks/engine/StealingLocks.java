package io.pexen.benchmarks.engine;

import io.pexen.benchmarks.graph.Csr;
import io.pexen.benchmarks.graph.LockRequests;
import io.pexen.benchmarks.graph.Shape;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Locks that are tried, never waited for. A task takes its locks one by one in ascending order. If one is taken, the
 * task releases those that it has and enters the list of that lock; then it looks again, because the lock may have been
 * released meanwhile. A thread that releases a lock takes its whole list and pushes the tasks onto its own deque. So
 * either the waiter sees that the lock is free, or the releaser sees the waiter.
 */
final class StealingLocks {

    private static final int FREE = 0;
    private static final int CLAIMED = -1;
    private static final int NOBODY = -1;

    private final Csr requests;

    /** For each lock: -1 if it is claimed, otherwise how many tasks use it. */
    private final AtomicIntegerArray states;

    /** For each lock, the first task of its list: a stack, Treiber 1986. */
    private final AtomicIntegerArray waiting;

    /** For each task, the next one in the list that it is in; a task is in at most one list. */
    private final int[] next;

    StealingLocks(Shape shape) {
        requests = LockRequests.of(shape);
        states = new AtomicIntegerArray(shape.locks());
        waiting = new AtomicIntegerArray(shape.locks());
        next = new int[shape.size()];
        for (int lock = 0; lock < shape.locks(); lock++) {
            waiting.setPlain(lock, NOBODY);
        }
    }

    /** Takes all locks of a task, or none if one is taken; in that case, the task will return to some deque later. */
    boolean tryAcquire(int task, StealingDeque mine) {
        int first = requests.start(task);
        int end = requests.end(task);
        for (int k = first; k < end; k++) {
            int request = requests.item(k);
            if (!tryTake(request)) {
                release(first, k, mine);
                enter(task, request, mine);
                return false;
            }
        }
        return true;
    }

    /**
     * Releases all locks of a task and moves the tasks that wait for them to the deque. Returns whether there were any.
     */
    boolean release(int task, StealingDeque mine) {
        return release(requests.start(task), requests.end(task), mine);
    }

    private boolean release(int from, int to, StealingDeque mine) {
        boolean pushed = false;
        for (int k = from; k < to; k++) {
            int lock = LockRequests.lock(requests.item(k));
            boolean free = LockRequests.claims(requests.item(k));
            if (free) {
                states.set(lock, FREE);
            } else {
                free = states.decrementAndGet(lock) == FREE;
            }
            if (free) {
                pushed |= takeList(lock, mine);
            }
        }
        return pushed;
    }

    private boolean tryTake(int request) {
        int lock = LockRequests.lock(request);
        if (LockRequests.claims(request)) {
            return states.compareAndSet(lock, FREE, CLAIMED);
        }
        int users = states.get(lock);
        while (users != CLAIMED) {
            if (states.compareAndSet(lock, users, users + 1)) {
                return true;
            }
            users = states.get(lock);
        }
        return false;
    }

    private void enter(int task, int request, StealingDeque mine) {
        int lock = LockRequests.lock(request);
        int head;
        do {
            head = waiting.get(lock);
            next[task] = head;
        } while (!waiting.compareAndSet(lock, head, task));
        int state = states.get(lock);
        if (LockRequests.claims(request) ? state == FREE : state != CLAIMED) {
            takeList(lock, mine);
        }
    }

    private boolean takeList(int lock, StealingDeque mine) {
        if (waiting.get(lock) == NOBODY) {
            return false;
        }
        int first = waiting.getAndSet(lock, NOBODY);
        int task = first;
        while (task != NOBODY) {
            int after = next[task];
            mine.push(task);
            task = after;
        }
        return first != NOBODY;
    }
}
