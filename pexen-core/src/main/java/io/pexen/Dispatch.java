package io.pexen;

import io.pexen.pool.Job;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.Worker;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A task handed to a pool: exactly one of those who may take it does, and it has exactly one outcome.
 *
 * <pre>{@code
 * NEW → CLAIMED → RUNNING ──────────────→ DONE      a worker takes it, the body runs, the outcome is there
 *  │                 └→ INTERRUPTING ──→ DONE       the run is closed meanwhile: the interrupt is over before DONE
 *  └→ DROPPED                                       the run or the pool is closed before a worker took it
 * }</pre>
 *
 * <p>As in {@code FutureTask}, a worker that finds INTERRUPTING waits for the interrupt to arrive, and clears it: it never
 * hits the task that the worker runs next.
 */
final class Dispatch implements Job, TaskContext {

    private static final int NEW = 0;
    private static final int CLAIMED = 1;
    private static final int RUNNING = 2;
    private static final int INTERRUPTING = 3;
    private static final int INTERRUPTED = 4;
    private static final int DONE = 5;
    private static final int DROPPED = 6;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Dispatch.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the current thread executes; the innermost, if a task drives a run whose tasks this thread executes too. */
    private static final ThreadLocal<@Nullable Dispatch> CURRENT = new ThreadLocal<>();

    final Engine engine;
    final int index;
    final int slot;
    /** Grows from dispatch to dispatch of a run. */
    final long order;

    private final Task task;
    private final SharedState shared;

    /** When it was dispatched, began and ended; 0 if times are not taken. */
    final long dispatchedAt;

    long startedAt;
    long endedAt;

    private volatile int state;
    /** Set by the worker before RUNNING, read by whoever interrupts after it. */
    private @Nullable Worker worker;
    /** Set before the engine is told of the end. */
    private @Nullable TaskRes res;
    /** What the thread executes that took this one. Set and read by that thread. */
    private @Nullable Dispatch outer;

    Dispatch(Engine engine, int index, int slot, long order, SharedState shared, long dispatchedAt) {
        this.engine = engine;
        this.index = index;
        this.slot = slot;
        this.order = order;
        this.task = engine.graph.task(index);
        this.shared = shared;
        this.dispatchedAt = dispatchedAt;
    }

    /** What the current thread executes, or null. */
    static @Nullable Dispatch current() {
        return CURRENT.get();
    }

    @Nullable
    Dispatch outer() {
        return outer;
    }

    boolean isNew() {
        return state == NEW;
    }

    @Override
    public void run(Worker by) {
        if (!STATE.compareAndSet(this, NEW, CLAIMED)) {
            return;
        }
        worker = by;
        outer = CURRENT.get();
        CURRENT.set(this);
        state = RUNNING;
        TaskRes result;
        startedAt = engine.now();
        try {
            result = by.run(this);
        } catch (Throwable e) { // the pool itself failed: still an outcome of this task
            result = new TaskRes(task, shared, null, e);
        }
        endedAt = engine.now();
        if (!STATE.compareAndSet(this, RUNNING, DONE)) {
            while (state == INTERRUPTING) {
                Thread.onSpinWait();
            }
            state = DONE;
        }
        Thread.interrupted();
        CURRENT.set(outer);
        res = result;
        engine.finished(this);
    }

    @Override
    public void drop() {
        if (STATE.compareAndSet(this, NEW, DROPPED)) {
            engine.dropped(new PoolClosedException(engine.pool()));
        }
    }

    /** Keeps the task from running, or interrupts it; false if it had ended or nothing runs any more. */
    boolean cancel() {
        if (STATE.compareAndSet(this, NEW, DROPPED)) {
            return false;
        }
        while (state == CLAIMED) {
            Thread.onSpinWait();
        }
        if (STATE.compareAndSet(this, RUNNING, INTERRUPTING)) {
            Worker by = worker;
            if (by != null) {
                by.interrupt();
            }
            state = INTERRUPTED;
        }
        return state != DROPPED;
    }

    TaskRes res() {
        TaskRes result = res;
        if (result == null) {
            throw new IllegalStateException("task \"" + task.id() + "\" has no outcome yet");
        }
        return result;
    }

    @Override
    public Task task() {
        return task;
    }

    @Override
    public SharedState shared() {
        return shared;
    }
}
