package io.pexen.internal.engine;

import io.pexen.pool.Worker;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a run: the slots that it has taken ahead, and the one that it executes. Idle workers may steal what it
 * has taken ahead, so a long task holds up no other. Owned by the thread that has entered it.
 */
final class WorkerSlot {

    /** Tasks that take less than this on average are taken several at a time, to relieve the common queue. */
    private static final long SHORT_TASK_NANOS = 10_000;

    /** The number, in the run, of the worker's pool. */
    final int poolIndex;

    /** Only the thread of this worker slot adds to it. */
    final SlotQueue ahead;

    private @Nullable Worker worker;
    private @Nullable Slot slot;
    private @Nullable Slot assigned;
    /** Whether it has ever taken tasks ahead; belongs to {@link Dispatcher}. */
    boolean isStealable;

    private long lastLook;
    private int executed;

    WorkerSlot(int poolIndex, int capacity) {
        this.poolIndex = poolIndex;
        this.ahead = new SlotQueue(capacity);
    }

    /** The worker, on the current thread, enters this worker slot, which no other thread uses. */
    void enter(Worker by) {
        worker = by;
        executed = 0;
    }

    void leave() {
        worker = null;
    }

    Worker worker() {
        return Objects.requireNonNull(worker);
    }

    /** The task that the worker executes; null if there is none. */
    @Nullable
    Task task() {
        return slot != null ? slot.task() : null;
    }

    /** Whether the worker executes a task that has been interrupted or, if {@code pending}, is about to be. */
    boolean isInterrupted(boolean pending) {
        return slot != null && slot.isInterrupted(pending);
    }

    /**
     * The slot that this worker has assigned itself while it held the combiner, and has begun; null if there is none.
     */
    @Nullable
    Slot assigned() {
        return assigned;
    }

    /**
     * Called by the thread that holds the combiner: assigns itself a task, which it executes after it has released the
     * combiner.
     *
     * @param contended whether another thread may drop the task at this moment
     */
    void assign(Slot next, boolean contended) {
        if (contended) {
            assigned = next.begin(worker()) ? next : null;
        } else {
            next.beginUncontended(worker());
            assigned = next;
        }
    }

    /** The assigned task cannot be given to others, because it has been interrupted. */
    void keepAssigned(Slot next) {
        assigned = next;
    }

    /** Removes and returns what this worker has assigned itself; null if there is nothing. */
    @Nullable
    Slot unassign() {
        Slot was = assigned;
        assigned = null;
        return was;
    }

    /**
     * Executes a task that this worker has begun.
     *
     * @param preset the shared state of a task whose parents passed on nothing
     * @param timed whether to record when the body began and ended
     */
    TaskRes execute(Slot next, Map<String, @Nullable Object> preset, boolean timed) {
        assigned = null;
        slot = next;
        next.startedAt = timed ? System.nanoTime() : 0;
        TaskRes outcome = next.execute(worker(), preset);
        next.endedAt = timed ? System.nanoTime() : 0;
        slot = null;
        executed++;
        return outcome;
    }

    /** Whether the tasks since the last call were short. */
    boolean hasShortTasks() {
        long now = System.nanoTime();
        boolean shortTasks = now - lastLook < executed * SHORT_TASK_NANOS;
        lastLook = now;
        executed = 0;
        return shortTasks;
    }
}
