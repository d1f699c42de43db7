package io.pexen;

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
 * One of the {@code workers + spare} places that a run has in its pool. It holds a dispatched task until its result has
 * been processed, and then the next one.
 *
 * <pre>{@code
 * FREE → HANDED → RUNNING ──────────────→ DONE → FREE    a worker begins, the body ends, the result is processed
 *           │        └→ INTERRUPTING ───→ DONE           the run is closed meanwhile: the interrupt is over before DONE
 *           └→ DROPPED                                   the run is closed before a worker has begun
 * }</pre>
 *
 * <p>Who has the turn writes the task, then the state HANDED. The worker that wins the step to RUNNING owns the fields of
 * the outcome until DONE. From then on they are read by who has the turn, who gets the place through {@link Finished}.
 *
 * <p>As in {@code FutureTask}, a worker that finds INTERRUPTING waits for the interrupt to arrive, and clears it: it never
 * hits the task that the worker runs next.
 */
final class Place extends Padded {

    private static final int FREE = 0;
    private static final int HANDED = 1;
    private static final int RUNNING = 2;
    private static final int INTERRUPTING = 3;
    private static final int INTERRUPTED = 4;
    private static final int DONE = 5;
    private static final int DROPPED = 6;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Place.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Where the place belongs. */
    final Handout home;

    private volatile int state;

    /** The number of the task in the graph. */
    private int index;

    private @Nullable Task task;
    private @Nullable SharedState shared;
    private @Nullable Worker worker;
    private @Nullable TaskRes res;
    /** What who has the turn needs to know of the outcome, so that it need not look into it: another processor wrote that. */
    private boolean failed;

    private boolean changed;

    /** When the body began and ended; 0 if times are not taken. */
    long startedAt;

    long endedAt;

    /** The place below in {@link Finished}; written by who pushes this one, read by who takes all. */
    @Nullable
    Place below;

    /** What a body sees of its execution. An object of its own, so that a body that keeps it never sees another task. */
    private record Context(Task task, SharedState shared) implements TaskContext {}

    Place(Handout home) {
        this.home = home;
    }

    // Who has the turn.

    /**
     * A task is dispatched.
     *
     * @param shared what its parents handed on; null if that is nothing
     */
    void hand(int index, Task task, @Nullable SharedState shared) {
        this.index = index;
        this.task = task;
        this.shared = shared;
        STATE.setRelease(this, HANDED);
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

    /** What the task hands on to others, should it have succeeded; null if it changed nothing. */
    @Nullable
    SharedState handsOn() {
        return changed ? res().shared() : null;
    }

    /** As {@link #begin}, for a worker that has the turn itself, so that nobody competes. */
    void beginInTurn(Worker by) {
        worker = by;
        STATE.setOpaque(this, RUNNING);
    }

    /** Any worker may begin, although one has; false if that one has been interrupted. */
    boolean handAgain() {
        return STATE.compareAndSet(this, RUNNING, HANDED);
    }

    /** As {@link #end}, for a worker that has the turn itself, so that nobody interrupts it. */
    void endInTurn(TaskRes outcome) {
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

    /** Keeps the task from running, if no worker has begun with it. */
    boolean drop() {
        return STATE.compareAndSet(this, HANDED, DROPPED);
    }

    /** Whether a worker has begun with the task, and its result has not been processed. */
    boolean isRunning() {
        int now = state;
        return now != FREE && now != HANDED && now != DROPPED;
    }

    /** Whether there is a task here that waits for a worker or has one, or whose result has not been processed. */
    boolean isUnderWay() {
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

    // Workers.

    /** Makes the place the worker's; false if the task is not to be run any more. */
    boolean begin(Worker by) {
        worker = by;
        return STATE.compareAndSet(this, HANDED, RUNNING);
    }

    /** Executes the task that this worker has begun with. Throws nothing. */
    @SuppressWarnings("ReferenceEquality") // is it the state that was given, or another one that looks the same?
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

    /** The task has this outcome, and the thread is not interrupted any more. */
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

    /** Whether the task runs and has been interrupted, or, if that counts, is about to be. */
    boolean isInterrupted(boolean onItsWay) {
        int now = state;
        return now == INTERRUPTED || (onItsWay && now == INTERRUPTING);
    }

    /** The task that is here; for its worker, and who has the turn. */
    Task task() {
        return Objects.requireNonNull(task);
    }
}
