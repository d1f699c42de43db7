package io.pexen.internal.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.internal.plan.RunOwner;
import io.pexen.task.PexenException;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds runs that would wait for each other's end forever, so that one of them ends with an error instead (rule 6.8).
 *
 * <p>A task that holds a lock never waits for one, see {@link HeldLocks}, so its lock is released eventually. The
 * exception is a lock that a failed task retains until its run ends. That run never ends if one of its tasks waits for
 * a run that never ends, or if it can do nothing but wait for locks that such runs retain. Both are checked when a run
 * can do nothing but wait for such locks, and when a thread begins to wait for a run inside others; so the last one to
 * close a cycle finds it.
 */
final class Deadlocks {

    /**
     * A thread that waits for a run.
     *
     * @param tasks the runs whose tasks it executes
     * @param consumers the runs whose listener it calls, or whose result it has taken
     */
    private record Wait(Thread thread, Set<ActiveRun> tasks, Set<ActiveRun> consumers) {}

    /** The runs that threads wait for inside others. */
    @GuardedBy("Deadlocks.class")
    private static final Map<ActiveRun, Wait> WAITS = new HashMap<>();

    /** The runs that, as far as is known, can do nothing but wait for locks that failed tasks retain. */
    @GuardedBy("Deadlocks.class")
    private static final Set<ActiveRun> WAITING = new LinkedHashSet<>();

    /** Whether there are such runs. Written under the monitor of the class. */
    private static volatile boolean waiting;

    private Deadlocks() {}

    /**
     * The current thread begins to wait for the run. Returns whether it does so inside others, and so has to call
     * {@link #endWait}.
     */
    static boolean beginWait(ActiveRun run) {
        Set<ActiveRun> tasks = WorkerFrame.runs();
        Set<ActiveRun> consumers = Nesting.runs();
        if (!consumers.isEmpty()) {
            consumers.remove(run);
        }
        if (tasks.isEmpty() && consumers.isEmpty()) {
            return false;
        }
        synchronized (Deadlocks.class) {
            WAITS.put(run, new Wait(Thread.currentThread(), tasks, consumers));
            checkWaiting();
        }
        return true;
    }

    /**
     * The current thread is about to block until a run that it iterates has a result, or until the bodies of a run have
     * ended.
     */
    static void beforeBlocking() {
        VarHandle.fullFence(); // a thread that adds a run sees that this one is parked, or this thread sees that run
        if (!waiting) {
            return;
        }
        synchronized (Deadlocks.class) {
            checkWaiting();
        }
    }

    @GuardedBy("Deadlocks.class")
    private static void checkWaiting() {
        for (ActiveRun each : List.copyOf(WAITING)) {
            endIfStuck(each);
        }
    }

    /** The thread that waited for the run, inside others, no longer does. */
    static void endWait(ActiveRun run) {
        synchronized (Deadlocks.class) {
            WAITS.remove(run);
        }
    }

    /** A run has been moved: ends it with an error if it can never continue. */
    static void check(ActiveRun run) {
        if (!run.waitsForEndOf().isEmpty()) {
            synchronized (Deadlocks.class) {
                endIfStuck(run);
            }
        }
    }

    /** A run with locks has ended. */
    static void runEnded(ActiveRun run) {
        synchronized (Deadlocks.class) {
            remove(run);
        }
    }

    @GuardedBy("Deadlocks.class")
    private static void remove(ActiveRun run) {
        WAITING.remove(run);
        waiting = !WAITING.isEmpty();
    }

    @GuardedBy("Deadlocks.class")
    private static void endIfStuck(ActiveRun run) {
        if (run.isOver() || run.waitsForEndOf().isEmpty()) {
            remove(run);
            return;
        }
        WAITING.add(run);
        waiting = true;
        Set<ActiveRun> stuck = stuck(run);
        if (!stuck.isEmpty()) {
            remove(run);
            run.breakRun(new PexenException("the run of sched \""
                    + run.schedName()
                    + "\" waits for locks of other runs that wait for it (scheds "
                    + stuck.stream().map(each -> each.schedName()).toList()
                    + "), and was ended: failed tasks keep their locks until their runs end; let tasks that fail"
                    + " release their locks (locksOk of a TaskFailException, or failWrap)"));
        }
    }

    /**
     * What a run waits for.
     *
     * @param inTasks the runs that its tasks wait for, and the threads that do: a collected run ends after all of them,
     *     but the consumer of an iterated run gets a result, and may close the run, as long as one of its tasks is not
     *     stuck
     * @param inConsumer the runs that its listener or its consumer waits for: it continues after all of them
     * @param retainers for each lock that it can only wait for, the runs that retain it until they end: any of the
     *     locks lets it continue
     */
    private record Blockers(
            ActiveRun run,
            Map<ActiveRun, Thread> inTasks,
            List<ActiveRun> inConsumer,
            List<List<ActiveRun>> retainers) {

        @GuardedBy("Deadlocks.class")
        static Blockers of(ActiveRun run) {
            Blockers blockers = new Blockers(run, new HashMap<>(), new ArrayList<>(), new ArrayList<>());
            WAITS.forEach((inner, wait) -> {
                if (wait.tasks.contains(run)) { // also if it has ended and calls its listeners
                    blockers.inTasks.put(inner, wait.thread);
                }
                if (wait.consumers.contains(run)) {
                    blockers.inConsumer.add(inner);
                }
            });
            if (!run.hasWorkForDriver()) {
                run.waitsForEndOf().forEach(each -> blockers.retainers.add(runs(each)));
            }
            return blockers;
        }

        private static List<ActiveRun> runs(List<RunOwner> owners) {
            return owners.stream().map(each -> (ActiveRun) each).toList();
        }

        boolean cannotProgress(Set<ActiveRun> stuck) {
            return inConsumer.stream().anyMatch(stuck::contains)
                    || tasksCannotProgress(stuck)
                    || locksCannotProgress(stuck);
        }

        private boolean tasksCannotProgress(Set<ActiveRun> stuck) {
            Set<Thread> stuckThreads = new HashSet<>();
            inTasks.forEach((inner, thread) -> {
                if (stuck.contains(inner)) {
                    stuckThreads.add(thread);
                }
            });
            boolean waitsForAll = !run.movesByDriverOnly() || run.isOver();
            return !stuckThreads.isEmpty()
                    && (waitsForAll || (!run.hasWorkForDriver() && stuckThreads.size() >= run.tasksInFlight()));
        }

        private boolean locksCannotProgress(Set<ActiveRun> stuck) {
            return !retainers.isEmpty()
                    && retainers.stream().allMatch(each -> each.stream().anyMatch(stuck::contains));
        }
    }

    /**
     * This run and those that keep it waiting, if it will never continue; otherwise an empty set.
     *
     * <p>Runs are examined one after another, while workers may move them. That does no harm: a run that only waits for
     * the end of others changes only after one of those has ended, so the first of the stuck runs to change would have
     * to change before itself.
     */
    @GuardedBy("Deadlocks.class")
    private static Set<ActiveRun> stuck(ActiveRun start) {
        Map<ActiveRun, Blockers> reached = new LinkedHashMap<>();
        ArrayDeque<ActiveRun> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty()) {
            ActiveRun run = todo.poll();
            if (!reached.containsKey(run)) {
                Blockers blockers = Blockers.of(run);
                reached.put(run, blockers);
                todo.addAll(blockers.inTasks.keySet());
                todo.addAll(blockers.inConsumer);
                blockers.retainers.forEach(todo::addAll);
            }
        }
        Set<ActiveRun> stuck = new LinkedHashSet<>(reached.keySet());
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<ActiveRun, Blockers> each : reached.entrySet()) {
                changed |= !each.getValue().cannotProgress(stuck) && stuck.remove(each.getKey());
            }
        }
        return stuck.contains(start) ? stuck : Set.of();
    }
}
