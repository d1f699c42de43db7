package io.pexen.internal.engine;

import io.pexen.run.RunHandle;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker slot that a thread has entered. A task may start a run, whose tasks the thread may execute while it waits,
 * so the frames of a thread form a stack. All methods are called by that thread.
 */
public final class WorkerFrame {

    /** What is done when the thread blocks: see {@link PoolJob}. */
    interface Blocking {

        /** A worker is about to block inside a task; it does not count until it is unblocked. */
        void workerBlocked();

        /** The worker is no longer blocked. */
        void workerUnblocked();

        /** The driver is about to block inside a task that it executes, and so leaves other tasks to workers. */
        void driverBlocked();
    }

    private static final ThreadLocal<@Nullable WorkerFrame> CURRENT = new ThreadLocal<>();

    final ActiveRun run;
    final WorkerSlot workerSlot;
    private final Blocking job;
    private final @Nullable WorkerFrame outer;

    /** Whether the run counts the thread as an active worker, rather than as its driver. */
    private final boolean active;

    /** How many nested waits the thread is in: a listener that is called during one wait may wait itself. */
    private int blockedDepth;

    /** How many interrupts of enclosing tasks had arrived, and been cleared by their bodies, when this was entered. */
    private final int clearedInterrupts;

    private WorkerFrame(ActiveRun run, Blocking job, WorkerSlot workerSlot, boolean active) {
        this.run = run;
        this.job = job;
        this.workerSlot = workerSlot;
        this.active = active;
        this.outer = CURRENT.get();
        this.clearedInterrupts = outer == null ? 0 : countClearedInterrupts();
    }

    /** The current thread enters the worker slot; it must {@link #exit} it. */
    static WorkerFrame enter(ActiveRun run, Blocking job, WorkerSlot workerSlot, boolean active) {
        WorkerFrame frame = new WorkerFrame(run, job, workerSlot, active);
        CURRENT.set(frame);
        return frame;
    }

    void exit() {
        CURRENT.set(outer);
    }

    /** The innermost frame of the current thread; null if the thread is not inside a run. */
    static @Nullable WorkerFrame current() {
        return CURRENT.get();
    }

    /** The frame that the thread entered before this one. */
    @Nullable
    WorkerFrame outer() {
        return outer;
    }

    /** Whether the thread drives the run, executes a task of it meanwhile, and no other thread can do the rest. */
    boolean isNeeded() {
        return !active && !workerSlot.worker().isReplaceable();
    }

    /**
     * The run whose task the current thread executes; if tasks are nested, the run of the innermost; null if there is
     * none.
     */
    public static @Nullable RunHandle currentRun() {
        return innermostRun();
    }

    static @Nullable ActiveRun innermostRun() {
        WorkerFrame frame = CURRENT.get();
        return frame == null ? null : frame.run;
    }

    /** The runs whose tasks the current thread executes. */
    static Set<ActiveRun> runs() {
        if (CURRENT.get() == null) {
            return Set.of(); // asked for at each result of an iterated run
        }
        Set<ActiveRun> runs = new HashSet<>();
        for (WorkerFrame frame = CURRENT.get(); frame != null; frame = frame.outer) {
            if (frame.workerSlot.task() != null) {
                runs.add(frame.run);
            }
        }
        return runs;
    }

    /**
     * Whether the current thread executes a task of the run, or of a run that was started inside such a task, at any
     * depth.
     */
    static boolean isInside(ActiveRun run) {
        for (WorkerFrame frame = CURRENT.get(); frame != null; frame = frame.outer) {
            for (ActiveRun inside = frame.run; inside != null; inside = inside.outer()) {
                if (inside == run) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many nested tasks the current thread executes. */
    static int nested() {
        int nested = 0;
        for (WorkerFrame frame = CURRENT.get(); frame != null; frame = frame.outer) {
            nested++;
        }
        return nested;
    }

    /**
     * The current thread is about to block inside a task: another worker may take its place in the pool and in the run.
     */
    static void blocked() {
        for (WorkerFrame frame = CURRENT.get(); frame != null; frame = frame.outer) {
            if (!frame.active) {
                frame.job.driverBlocked();
            } else if (frame.blockedDepth++ == 0) {
                frame.job.workerBlocked();
                frame.workerSlot.worker().blocked();
            }
        }
    }

    /** The current thread is no longer blocked. */
    static void unblocked() {
        for (WorkerFrame frame = CURRENT.get(); frame != null; frame = frame.outer) {
            if (frame.active && --frame.blockedDepth == 0) {
                frame.workerSlot.worker().unblocked();
                frame.job.workerUnblocked();
            }
        }
    }

    /** Moves, if there is a reason to, the outer runs that this thread drives and that may have no worker to do so. */
    static void moveOuter() {
        for (WorkerFrame frame = CURRENT.get(); frame != null; frame = frame.outer) {
            if (frame.run.driverIsNeeded() && frame.run.isDrivenBy(Thread.currentThread())) {
                frame.run.move(null);
            }
        }
    }

    /** How many interrupts of enclosing tasks have arrived and been cleared by their bodies. */
    private static int countClearedInterrupts() {
        int interrupts = interrupts(false); // counted first: no body clears an interrupt that arrives after that
        return Thread.currentThread().isInterrupted() ? 0 : interrupts;
    }

    /**
     * Re-interrupts the current thread if an enclosing task was interrupted since the thread entered its innermost
     * frame: that interrupt arrived while the thread executed a task of an inner run, and was cleared when that task
     * ended. To be called when the inner task ends, before listeners are notified, because they may wait for others.
     */
    static void restoreInterrupt() {
        WorkerFrame frame = CURRENT.get();
        if (frame != null && frame.outer != null && interrupts(true) > frame.clearedInterrupts) {
            Thread.currentThread().interrupt();
        }
    }

    private static int interrupts(boolean pending) {
        int interrupts = 0;
        for (WorkerFrame frame = CURRENT.get(); frame != null; frame = frame.outer) {
            interrupts += frame.workerSlot.isInterrupted(pending) ? 1 : 0;
        }
        return interrupts;
    }
}
