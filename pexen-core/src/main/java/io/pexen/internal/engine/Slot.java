package io.pexen.internal.engine;

import io.pexen.pool.Worker;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the {@code workers + spare} slots that a run has in a pool. It holds a dispatched task until the task's result
 * has been processed, and then the next one.
 *
 * <pre>{@code
 * FREE → DISPATCHED → RUNNING ─────────────────────────────→ DONE → FREE   a worker begins; the body ends; processed
 *          │  ↑           │  │
 *          │  └───────────┘  └→ INTERRUPTING → INTERRUPTED → DONE          closed while the body runs
 *          └→ DROPPED                                                      closed before a worker has begun
 * }</pre>
 *
 * <p>The way back from RUNNING to DISPATCHED is that of a worker which assigned itself the task while it held the
 * combiner, and keeps moving the run instead.
 *
 * <p>The thread that holds the combiner writes the task, then the state DISPATCHED. The worker that wins the transition
 * to RUNNING owns the fields of the outcome until DONE. From then on they are read by the thread that holds the
 * combiner, which receives the slot through {@link Completions}.
 *
 * <p>As in {@code FutureTask}, a worker that finds INTERRUPTING waits for the interrupt to arrive and clears it, so an
 * interrupt never hits the task that the worker executes next.
 */
final class Slot extends Padded {

    private static final int FREE = 0;
    private static final int DISPATCHED = 1;
    private static final int RUNNING = 2;
    private static final int INTERRUPTING = 3;
    private static final int INTERRUPTED = 4;
    private static final int DONE = 5;
    private static final int DROPPED = 6;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Slot.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The number, in the run, of the pool that the slot belongs to. */
    final int poolIndex;

    private volatile int state;

    /** The index of the task in the graph. */
    private int index;

    private @Nullable Task task;
    private @Nullable SharedState shared;
    private @Nullable Worker worker;
    private @Nullable TaskRes res;
    /**
     * Copied from the outcome, so that the thread that holds the combiner need not read the outcome itself, whose cache
     * line another core wrote.
     */
    private boolean failed;

    private boolean changed;

    /** When the body began and ended; 0 if times are not recorded. */
    long startedAt;

    long endedAt;

    /**
     * The next slot in the stack of {@link Completions}; written by the thread that adds this one, read by the one that
     * removes all.
     */
    @Nullable
    Slot next;

    /** What a body sees of its execution. A separate object, so that a body that keeps it never sees another task. */
    private record Context(Task task, SharedState shared) implements TaskContext {}

    Slot(int poolIndex) {
        this.poolIndex = poolIndex;
    }

    // Called by the thread that holds the combiner.

    /**
     * Stores a dispatched task.
     *
     * @param shared the state that its parents passed on; null if they passed on nothing
     */
    void dispatch(int index, Task task, @Nullable SharedState shared) {
        this.index = index;
        this.task = task;
        this.shared = shared;
        STATE.setRelease(this, DISPATCHED);
    }

    int index() {
        return index;
    }

    TaskRes res() {
        return Objects.requireNonNull(res);
    }

    /** Whether the body threw. */
    boolean failed() {
        return failed;
    }

    /** The shared state that the task passes on to its dependants if it succeeded; null if it changed nothing. */
    @Nullable
    SharedState changedState() {
        return changed ? res().shared() : null;
    }

    /** Like {@link #begin}, for a worker that holds the combiner itself, so that no other thread competes. */
    void beginUncontended(Worker by) {
        worker = by;
        STATE.setOpaque(this, RUNNING);
    }

    /**
     * Makes the task available to all workers again, although one has begun it; false if that one has been interrupted.
     */
    boolean redispatch() {
        return STATE.compareAndSet(this, RUNNING, DISPATCHED);
    }

    /** Like {@link #end}, for a worker that holds the combiner itself, so that no other thread interrupts it. */
    void endUncontended(TaskRes outcome) {
        res = outcome;
        STATE.setOpaque(this, DONE);
        Thread.interrupted();
    }

    /** The result has been processed. */
    void free() {
        task = null;
        shared = null;
        worker = null;
        res = null;
        STATE.setOpaque(this, FREE);
    }

    /** Drops the task if no worker has begun it, so that it never runs. */
    boolean drop() {
        return STATE.compareAndSet(this, DISPATCHED, DROPPED);
    }

    /** Whether a worker has begun the task and its result has not been processed. */
    boolean isRunning() {
        int now = state;
        return now != FREE && now != DISPATCHED && now != DROPPED;
    }

    /** Whether the slot holds a task that waits for a worker, runs, or has a result that has not been processed. */
    boolean isInFlight() {
        int now = state;
        return now != FREE && now != DROPPED;
    }

    /** Interrupts the task if it runs. */
    void interrupt() {
        if (STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
            Objects.requireNonNull(worker).interrupt();
            state = INTERRUPTED;
        }
    }

    // Called by workers.

    /** Begins the task on this worker; false if the task must not run any more. */
    boolean begin(Worker by) {
        worker = by;
        return STATE.compareAndSet(this, DISPATCHED, RUNNING);
    }

    /** Executes the task that this worker has begun. Throws nothing. */
    @SuppressWarnings("ReferenceEquality") // compares identity: the body may have replaced the state by an equal one
    TaskRes execute(Worker by, Map<String, @Nullable Object> preset) {
        Task mine = task();
        SharedState state = shared != null ? shared : new SharedState(preset);
        TaskRes outcome;
        try {
            outcome = by.run(new Context(mine, state));
        } catch (Throwable e) { // the pool itself failed: still an outcome of this task
            outcome = new TaskRes(mine, state, null, e);
        }
        failed = outcome.excinfo() != null;
        changed = outcome.shared() != state || !state.isPreset();
        return outcome;
    }

    /** Records the outcome, and clears the interrupt status of the thread. */
    void end(TaskRes outcome) {
        res = outcome;
        if (!STATE.compareAndSet(this, RUNNING, DONE)) {
            while (state == INTERRUPTING) {
                Thread.onSpinWait();
            }
            state = DONE;
        }
        Thread.interrupted();
    }

    /** Whether the task runs and has been interrupted or, if {@code pending}, is about to be. */
    boolean isInterrupted(boolean pending) {
        int now = state;
        return now == INTERRUPTED || (pending && now == INTERRUPTING);
    }

    /** The task in the slot; for its worker, and for the thread that holds the combiner. */
    Task task() {
        return Objects.requireNonNull(task);
    }
}
