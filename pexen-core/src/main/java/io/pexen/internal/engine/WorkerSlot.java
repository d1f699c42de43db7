package io.pexen.internal.engine;

import io.pexen.pool.Worker;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a run: the slots that it has taken ahead, and the one that it executes. Idle workers may steal what it
 * has taken ahead, so a long task holds up no other.
 */
public final class WorkerSlot {

    /** Tasks that take less than this on average are taken several at a time, to relieve the common queue. */
    private static final long SHORT_TASK_NANOS = 10_000;

    /**
     * The innermost worker slot of the current thread. A task may drive a run of its own, whose tasks this thread
     * executes too.
     */
    private static final ThreadLocal<@Nullable WorkerSlot> CURRENT = new ThreadLocal<>();

    /** The part of the run that is executed by the pool of this worker. */
    final PoolJob job;
    /** Only the thread of this worker slot adds to it. */
    final SlotQueue ahead;

    // Owned by the thread of this worker slot.
    private @Nullable Worker worker;
    private @Nullable WorkerSlot outer;
    private @Nullable Slot slot;
    private @Nullable Slot assigned;
    /** Whether it has ever taken tasks ahead; belongs to {@link Dispatcher}. */
    boolean isStealable;

    private boolean active;
    /** How many nested waits the thread is in: a listener that is called during one wait may wait itself. */
    private int blockedDepth;

    /**
     * How many interrupts of enclosing tasks had arrived, and been cleared by their bodies, when the thread entered
     * this worker slot.
     */
    private int clearedInterrupts;

    private long lastLook;
    private int executed;

    WorkerSlot(PoolJob job, int capacity) {
        this.job = job;
        this.ahead = new SlotQueue(capacity);
    }

    static @Nullable WorkerSlot current() {
        return CURRENT.get();
    }

    /**
     * The run whose task the current thread executes; if tasks are nested, the run of the innermost; null if there is
     * none.
     */
    public static @Nullable Engine currentRun() {
        WorkerSlot workerSlot = CURRENT.get();
        return workerSlot == null ? null : workerSlot.job.engine;
    }

    /** The runs whose tasks the current thread executes. */
    static Set<Engine> runs() {
        if (CURRENT.get() == null) {
            return Set.of(); // asked for at each result of an iterated run
        }
        Set<Engine> runs = new HashSet<>();
        for (WorkerSlot workerSlot = CURRENT.get(); workerSlot != null; workerSlot = workerSlot.outer) {
            if (workerSlot.slot != null) {
                runs.add(workerSlot.job.engine);
            }
        }
        return runs;
    }

    /**
     * Whether the current thread executes a task of the run, or of a run that was started inside such a task, at any
     * depth.
     */
    static boolean isInside(Engine run) {
        for (WorkerSlot workerSlot = CURRENT.get(); workerSlot != null; workerSlot = workerSlot.outer) {
            for (Engine inside = workerSlot.job.engine; inside != null; inside = inside.outer) {
                if (inside == run) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the thread drives the run, executes a task of it meanwhile, and no other thread can do the rest. */
    boolean isNeeded() {
        return !active && !worker().isReplaceable();
    }

    /** Enters this worker slot, which no other thread uses, on the current thread. */
    void enter(Worker by) {
        clearedInterrupts = CURRENT.get() == null ? 0 : countClearedInterrupts();
        worker = by;
        outer = CURRENT.get();
        executed = 0;
        CURRENT.set(this);
    }

    void leave() {
        CURRENT.set(outer);
        active = false;
        blockedDepth = 0;
        worker = null;
        outer = null;
    }

    /**
     * The current thread is about to block inside a task: another worker may take its place in the pool and in the run.
     */
    static void blocked() {
        for (WorkerSlot inside = CURRENT.get(); inside != null; inside = inside.outer) {
            if (!inside.active) {
                inside.job.driverBlocked();
            } else if (inside.blockedDepth++ == 0) {
                inside.job.workerBlocked();
                inside.worker().waits();
            }
        }
    }

    /** The current thread is no longer blocked. */
    static void unblocked() {
        for (WorkerSlot inside = CURRENT.get(); inside != null; inside = inside.outer) {
            if (inside.active && --inside.blockedDepth == 0) {
                inside.worker().goesOn();
                inside.job.workerUnblocked();
            }
        }
    }

    /** Moves, if there is a reason to, the outer runs that this thread drives and that may have no worker to do so. */
    static void moveOuter() {
        for (WorkerSlot inside = CURRENT.get(); inside != null; inside = inside.outer) {
            Engine outer = inside.job.engine;
            if (outer.driverIsNeeded && outer.isDrivenBy(Thread.currentThread())) {
                outer.move(null);
            }
        }
    }

    /** How many nested tasks the current thread executes. */
    static int nested() {
        int nested = 0;
        for (WorkerSlot inside = CURRENT.get(); inside != null; inside = inside.outer) {
            nested++;
        }
        return nested;
    }

    /** How many interrupts of enclosing tasks have arrived and been cleared by their bodies. */
    private static int countClearedInterrupts() {
        int interrupts = interrupts(false); // counted first: no body clears an interrupt that arrives after that
        return Thread.currentThread().isInterrupted() ? 0 : interrupts;
    }

    /**
     * Re-interrupts the current thread if an enclosing task was interrupted since the thread entered this worker slot:
     * that interrupt arrived while the thread executed a task of an inner run, and was cleared when that task ended. To
     * be called when the inner task ends, before listeners are notified, because they may wait for others.
     */
    static void restoreInterrupt() {
        WorkerSlot workerSlot = CURRENT.get();
        if (workerSlot != null && workerSlot.outer != null && interrupts(true) > workerSlot.clearedInterrupts) {
            Thread.currentThread().interrupt();
        }
    }

    private static int interrupts(boolean pending) {
        int interrupts = 0;
        for (WorkerSlot inside = CURRENT.get(); inside != null; inside = inside.outer) {
            interrupts += inside.slot != null && inside.slot.isInterrupted(pending) ? 1 : 0;
        }
        return interrupts;
    }

    /** Marks the worker as one that the run counts as active; until it leaves. */
    void activate() {
        active = true;
    }

    /** The worker slot that the current thread entered before this one. */
    @Nullable
    WorkerSlot outer() {
        return outer;
    }

    /** The task that this thread executes; null if there is none. */
    @Nullable
    Task task() {
        return slot != null ? slot.task() : null;
    }

    Worker worker() {
        return Objects.requireNonNull(worker);
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
     */
    void assign(Slot next) {
        if (job.engine.mayStopAtAnyTime()) {
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
        Slot slot = assigned;
        assigned = null;
        return slot;
    }

    /** Executes a task that this worker has begun. */
    TaskRes execute(Slot next) {
        assigned = null;
        slot = next;
        Engine engine = job.engine;
        next.startedAt = engine.now();
        TaskRes outcome = next.execute(worker(), engine.setup().preset());
        next.endedAt = engine.now();
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
