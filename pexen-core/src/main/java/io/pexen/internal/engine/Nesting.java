package io.pexen.internal.engine;

import io.pexen.internal.plan.LockTable;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is inside of when it starts a run or asks for its results: tasks that it executes, listeners that it
 * calls, results that it has taken from iterated runs. While the thread waits for the inner run, the locks of those
 * stay held.
 *
 * <p>To keep runs from waiting for each other's locks in a cycle, no run may wait for locks while locks are held around
 * it (rule 6.7). A run inherits the locks that are held where it is started, so the rule also applies to runs that are
 * started inside its own tasks, on whichever thread those execute.
 */
final class Nesting {

    /** How deeply runs may be nested, and how deeply on one thread, whose stack is limited. */
    private static final int MAX_DEPTH = 500;

    private static final int MAX_DEPTH_ON_THREAD = 64;

    /** How many keys a message lists. */
    private static final int FEW = 3;

    private static final ThreadLocal<@Nullable ArrayDeque<Frame>> FRAMES = new ThreadLocal<>();

    /** A run whose listener the thread calls, or whose result it has taken and not processed yet. */
    private record Frame(Engine run, boolean listens) {}

    /**
     * Locks of one scope that are held around a run or may become held: those that a failed task of an enclosing run
     * retains.
     *
     * @param task the task that holds them, or starts the inner run; null if they are held by tasks of the run whose
     *     results are not processed
     * @param now whether they are certainly held
     */
    record Held(LockTable locks, Engine run, @Nullable Task task, boolean now) {

        private String describe() {
            String sched = "sched \"" + run.schedName() + '"';
            if (task == null) {
                return "a result of " + sched + " is being processed, whose tasks hold locks meanwhile";
            }
            if (!now) {
                return "task \"" + task.id() + "\" of " + sched + " starts it, whose tasks may keep locks";
            }
            Set<Object> keys = new LinkedHashSet<>(task.claims());
            keys.addAll(task.uses());
            return "task \"" + task.id() + "\" of " + sched + " holds " + name(keys);
        }

        private String remedy() {
            return task == null
                    ? "collect the results with runAll first, or close that run"
                    : "start the run before or after the task, or take the locks away from the task";
        }
    }

    private Nesting() {}

    /** The thread is about to call a listener of the run. */
    static void enterListener(Engine run) {
        push(new Frame(run, true));
    }

    /** The thread has taken a result of an iterated run. */
    static void resultTaken(Engine run) {
        push(new Frame(run, false));
    }

    private static void push(Frame frame) {
        ArrayDeque<Frame> frames = FRAMES.get();
        if (frames == null) {
            frames = new ArrayDeque<>();
            FRAMES.set(frames);
        }
        frames.push(frame);
    }

    /** The listener has returned. */
    static void exitListener(Engine run) {
        remove(new Frame(run, true));
    }

    /** The thread asks for the next result of the run, or closes the run. */
    static void resultProcessed(Engine run) {
        if (FRAMES.get() != null) {
            remove(new Frame(run, false));
        }
    }

    private static void remove(Frame frame) {
        ArrayDeque<Frame> frames = FRAMES.get();
        if (frames != null) {
            frames.removeFirstOccurrence(frame);
            if (frames.isEmpty()) {
                FRAMES.remove();
            }
        }
    }

    /** The depth of a run that the current thread starts: 1 if it is not inside another. */
    static int depth() {
        Engine outer = WorkerSlot.currentRun();
        ArrayDeque<Frame> frames = FRAMES.get();
        int task = outer == null ? 0 : outer.depth;
        int frame = frames == null || frames.isEmpty() ? 0 : frames.element().run.depth;
        return 1 + Math.max(task, frame);
    }

    /** The runs whose listeners the current thread calls, or whose results it has taken. */
    static Set<Engine> runs() {
        ArrayDeque<Frame> frames = FRAMES.get();
        if (frames == null) {
            return Set.of(); // asked for at each result of an iterated run
        }
        removeThoseOfOthers(frames);
        Set<Engine> runs = new HashSet<>();
        frames.forEach(frame -> runs.add(frame.run));
        return runs;
    }

    /** The locks that are held around the current thread, once for each scope. */
    static List<Held> held() {
        ArrayDeque<Frame> frames = FRAMES.get();
        if (frames == null && WorkerSlot.current() == null) {
            return List.of();
        }
        List<Held> held = new ArrayList<>(0);
        if (frames != null) {
            removeThoseOfOthers(frames);
            frames.forEach(frame -> addRun(held, frame.run));
        }
        for (WorkerSlot workerSlot = WorkerSlot.current(); workerSlot != null; workerSlot = workerSlot.outer()) {
            if (workerSlot.task() != null) {
                addTask(held, workerSlot, workerSlot.task());
            }
        }
        return held;
    }

    /** Removes results of runs that have ended, or that another thread iterates now. */
    private static void removeThoseOfOthers(ArrayDeque<Frame> frames) {
        frames.removeIf(frame -> !frame.listens && !frame.run.isDrivenBy(Thread.currentThread()));
    }

    /** While the thread waits, no results of the run are processed. */
    private static void addRun(List<Held> held, Engine run) {
        if (run.mayHoldLocks()) {
            add(held, new Held(run.setup().locks(), run, null, true));
        }
        run.heldAround().forEach(each -> add(held, each));
    }

    private static void addTask(List<Held> held, WorkerSlot workerSlot, Task task) {
        Engine run = workerSlot.job.engine;
        boolean holds = !task.claims().isEmpty() || !task.uses().isEmpty();
        if (holds || run.graph.locks() > 0) {
            add(held, new Held(run.setup().locks(), run, task, holds));
        }
        if (workerSlot.isNeeded() && run.jobs.length > 1) {
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
        if (depth > MAX_DEPTH || WorkerSlot.nested() > MAX_DEPTH_ON_THREAD) {
            throw new PexenException(
                    "sched \"" + setup.schedName() + "\" cannot run here: runs are started inside of each other "
                            + (depth - 1) + " deep, so a task seems to start its own sched without end");
        }
        if (held.isEmpty() || setup.graph().locks() == 0) {
            return;
        }
        for (Held each : held) {
            if (each.locks() == setup.locks() && each.now()) {
                throw new PexenException(refusal(setup, each) + " of the same lock scope, for which it could wait"
                        + " forever; " + each.remedy() + ", or give one of the two scheds a lock scope of its own");
            }
        }
        for (Held each : held) {
            if (each.locks() != setup.locks() && !each.locks().mayEnclose(setup.locks())) {
                throw new PexenException(refusal(setup, each) + " of a lock scope that was held elsewhere when a"
                        + " run of the other scope was started, so the two could wait for each other forever; "
                        + each.remedy() + ", or nest lock scopes in one order only");
            }
        }
    }

    private static String refusal(Setup setup, Held held) {
        List<Object> keys = new ArrayList<>();
        for (int lock = 0; lock < setup.graph().locks(); lock++) {
            keys.add(setup.graph().lockKey(lock));
        }
        return "sched \"" + setup.schedName() + "\" cannot run here: " + held.describe() + ", and the run needs "
                + name(keys);
    }

    private static String name(Iterable<Object> keys) {
        List<String> names = new ArrayList<>();
        keys.forEach(key -> names.add('"' + String.valueOf(key) + '"'));
        return (names.size() == 1 ? "the lock " : "the locks ")
                + String.join(", ", names.subList(0, Math.min(FEW, names.size())))
                + (names.size() > FEW ? " and " + (names.size() - FEW) + " more" : "");
    }
}
