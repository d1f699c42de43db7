package io.pexen.internal.engine;

import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks that are held around a thread when it starts a run or asks for its results: those of tasks that it
 * executes, of runs whose listeners it calls, and of results that it has taken from iterated runs. While the thread
 * waits for the inner run, they stay held.
 *
 * <p>To keep runs from waiting for each other's locks in a cycle, no run may wait for locks while locks are held around
 * it (rule 6.7). A run inherits the locks that are held where it is started, so the rule also applies to runs that are
 * started inside its own tasks, on whichever thread those execute.
 */
final class HeldLocks {

    /** How deeply runs may be nested, and how deeply on one thread, whose stack is limited. */
    private static final int MAX_DEPTH = 500;

    private static final int MAX_DEPTH_ON_THREAD = 64;

    private HeldLocks() {}

    /** The locks that are held around the current thread, once for each scope. */
    static List<Held> here() {
        if (Nesting.isOutermost()) {
            return List.of();
        }
        List<Held> held = new ArrayList<>(0);
        Nesting.forEachRun(run -> addRun(held, run));
        for (WorkerFrame frame = WorkerFrame.current(); frame != null; frame = frame.outer()) {
            Task task = frame.workerSlot.task();
            if (task != null) {
                addTask(held, frame, task);
            }
        }
        return held;
    }

    /** While the thread waits, no results of the run are processed. */
    private static void addRun(List<Held> held, ActiveRun run) {
        if (run.mayHoldLocks()) {
            add(held, new Held(run.locks(), run.schedName(), null, true));
        }
        run.heldAround().forEach(each -> add(held, each));
    }

    private static void addTask(List<Held> held, WorkerFrame frame, Task task) {
        ActiveRun run = frame.run;
        boolean holds = !task.claims().isEmpty() || !task.uses().isEmpty();
        if (holds || run.needsLocks()) {
            add(held, new Held(run.locks(), run.schedName(), task, holds));
        }
        if (frame.isNeeded() && run.usesSeveralPools()) {
            addRun(held, run);
        } else {
            run.heldAround().forEach(each -> add(held, each));
        }
    }

    @SuppressWarnings("ReferenceEquality") // a scope is its identity
    private static void add(List<Held> held, Held more) {
        for (int i = 0; i < held.size(); i++) {
            if (held.get(i).locks() == more.locks()) {
                if (more.now() && !held.get(i).now()) {
                    held.set(i, more);
                }
                return;
            }
        }
        held.add(more);
    }

    /** The union of both, once for each scope. */
    static List<Held> union(List<Held> some, List<Held> more) {
        List<Held> all = new ArrayList<>(some);
        more.forEach(each -> add(all, each));
        return all;
    }

    /**
     * Refuses a run where it could wait forever.
     *
     * @param held the locks that are held around it
     * @throws PexenException if locks are held of the scope of which it needs locks, or of a scope whose runs are
     *     started inside that scope elsewhere, or if runs are nested too deeply
     */
    @SuppressWarnings("ReferenceEquality")
    static void check(Setup setup, List<Held> held, int depth) {
        if (depth > MAX_DEPTH || WorkerFrame.nested() > MAX_DEPTH_ON_THREAD) {
            throw new PexenException("sched \"" + setup.schedName()
                    + "\" cannot run here: runs are started inside of each other " + (depth - 1)
                    + " deep, so a task seems to start its own sched without end");
        }
        if (held.isEmpty() || setup.graph().locks() == 0) {
            return;
        }
        for (Held each : held) {
            if (each.locks() == setup.locks() && each.now()) {
                throw new PexenException(refusal(setup, each)
                        + " of the same lock scope, for which it could wait forever; " + each.remedy()
                        + ", or give one of the two scheds a lock scope of its own");
            }
        }
        for (Held each : held) {
            if (each.locks() != setup.locks() && !each.locks().mayEnclose(setup.locks())) {
                throw new PexenException(refusal(setup, each)
                        + " of a lock scope that was held elsewhere when a run of the other scope was started, so the"
                        + " two could wait for each other forever; " + each.remedy()
                        + ", or nest lock scopes in one order only");
            }
        }
    }

    private static String refusal(Setup setup, Held held) {
        List<Object> keys = new ArrayList<>();
        for (int lock = 0; lock < setup.graph().locks(); lock++) {
            keys.add(setup.graph().lockKey(lock));
        }
        return "sched \"" + setup.schedName() + "\" cannot run here: " + held.describe() + ", and the run needs "
                + Held.name(keys);
    }
}
