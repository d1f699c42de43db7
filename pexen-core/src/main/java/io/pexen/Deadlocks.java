package io.pexen;

import io.pexen.plan.Planner;
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
 * <p>A task that holds a lock never waits for one, see {@link Nesting}, so its locks are released some time. What is not, are
 * locks that a failed task keeps until its run ends. That run never ends if one of its tasks waits for a run that never ends,
 * or if it can do nothing but wait for locks which such runs keep. Both are looked at when a run has nothing left but to wait
 * for such locks, and when a thread begins to wait for a run inside of others; so the last one to close a circle finds it.
 */
final class Deadlocks {

    /**
     * A thread that waits for a run.
     *
     * @param tasks the runs whose tasks it executes
     * @param consumers the runs whose listener it calls, or whose result it has taken
     */
    private record Wait(Thread thread, Set<Engine> tasks, Set<Engine> consumers) {}

    /** The runs that threads wait for inside of others. Guarded by the class. */
    private static final Map<Engine, Wait> WAITS = new HashMap<>();

    /** The runs that have nothing left but to wait for locks that failed tasks keep, for all that is known. Guarded by the class. */
    private static final Set<Engine> WAITING = new LinkedHashSet<>();

    /** Whether there are such runs. Written under the monitor of the class. */
    private static volatile boolean waiting;

    private Deadlocks() {}

    /** The current thread waits for the run from now on. Returns whether it does so inside of others, so that it matters. */
    static boolean waits(Engine run) {
        Set<Engine> tasks = Hand.runs();
        Set<Engine> consumers = Nesting.runs();
        consumers.remove(run);
        if (tasks.isEmpty() && consumers.isEmpty()) {
            return false;
        }
        synchronized (Deadlocks.class) {
            WAITS.put(run, new Wait(Thread.currentThread(), tasks, consumers));
            checkWaiting();
        }
        return true;
    }

    /** The current thread is about to sleep until a run that it iterates has a result, or until the bodies of a run have ended. */
    static void sleeps() {
        VarHandle.fullFence(); // so whoever adds a run sees that this one sleeps, or this thread sees that run
        if (!waiting) {
            return;
        }
        synchronized (Deadlocks.class) {
            checkWaiting();
        }
    }

    private static void checkWaiting() {
        for (Engine each : List.copyOf(WAITING)) {
            endIfStuck(each);
        }
    }

    /** The thread that waited for the run, inside of others, does so no more. */
    static void waitsNoMore(Engine run) {
        synchronized (Deadlocks.class) {
            WAITS.remove(run);
        }
    }

    /** A run has been moved: ends it with an error if it never will be again. */
    static void check(Engine run) {
        if (!run.planner.waitsForEndOf().isEmpty()) {
            synchronized (Deadlocks.class) {
                endIfStuck(run);
            }
        }
    }

    /** A run with locks has ended. */
    static void ended(Engine run) {
        synchronized (Deadlocks.class) {
            remove(run);
        }
    }

    private static void remove(Engine run) {
        WAITING.remove(run);
        waiting = !WAITING.isEmpty();
    }

    private static void endIfStuck(Engine run) {
        if (run.isOver() || run.planner.waitsForEndOf().isEmpty()) {
            remove(run);
            return;
        }
        WAITING.add(run);
        waiting = true;
        Set<Engine> stuck = stuck(run);
        if (!stuck.isEmpty()) {
            remove(run);
            run.breakRun(new PexenException("the run of sched \""
                    + run.sched().name()
                    + "\" waits for locks of other runs that wait for it (scheds "
                    + stuck.stream().map(each -> each.sched().name()).toList()
                    + "), and was ended: failed tasks keep their locks until their runs end; let tasks that fail release"
                    + " their locks (locksOk of a TaskFailException, or failWrap)"));
        }
    }

    /**
     * What a run waits for.
     *
     * @param inTasks the runs that its tasks wait for, and the threads that do: a run ends after all of them, but who iterates it
     *     gets a result, and may close it, as long as one of its tasks does not wait in vain
     * @param inConsumer the runs that its listener or its consumer waits for: it goes on after all of them
     * @param keepers for each lock that it can only wait for, the runs that keep it until they end: any of the locks takes it on
     */
    private record Outlook(
            Engine run, Map<Engine, Thread> inTasks, List<Engine> inConsumer, List<List<Engine>> keepers) {

        static Outlook of(Engine run) {
            Outlook outlook = new Outlook(run, new HashMap<>(), new ArrayList<>(), new ArrayList<>());
            WAITS.forEach((inner, wait) -> {
                if (wait.tasks.contains(run)) { // also if it has ended, and calls its listeners
                    outlook.inTasks.put(inner, wait.thread);
                }
                if (wait.consumers.contains(run)) {
                    outlook.inConsumer.add(inner);
                }
            });
            if (!run.hasWork()) {
                run.planner.waitsForEndOf().forEach(each -> outlook.keepers.add(engines(each)));
            }
            return outlook;
        }

        private static List<Engine> engines(List<Planner> planners) {
            return planners.stream().map(each -> (Engine) each.owner()).toList();
        }

        boolean isInVain(Set<Engine> stuck) {
            return inConsumer.stream().anyMatch(stuck::contains) || tasksAreInVain(stuck) || locksAreInVain(stuck);
        }

        private boolean tasksAreInVain(Set<Engine> stuck) {
            Set<Thread> inVain = new HashSet<>();
            inTasks.forEach((inner, thread) -> {
                if (stuck.contains(inner)) {
                    inVain.add(thread);
                }
            });
            boolean waitsForAll = !run.movesByDriverOnly() || run.isOver();
            return !inVain.isEmpty() && (waitsForAll || (!run.hasWork() && inVain.size() >= run.tasksUnderWay()));
        }

        private boolean locksAreInVain(Set<Engine> stuck) {
            return !keepers.isEmpty()
                    && keepers.stream().allMatch(each -> each.stream().anyMatch(stuck::contains));
        }
    }

    /**
     * This run and those that keep it waiting, if it will never go on; nothing if it will.
     *
     * <p>Runs are looked at one after another, while workers may move them. That does no harm: a run that waits for the end of
     * others alone changes only after one of those has ended, so the first of the stuck runs to change would have to change before
     * itself.
     */
    private static Set<Engine> stuck(Engine start) {
        Map<Engine, Outlook> reached = new LinkedHashMap<>();
        ArrayDeque<Engine> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty()) {
            Engine run = todo.poll();
            if (!reached.containsKey(run)) {
                Outlook outlook = Outlook.of(run);
                reached.put(run, outlook);
                todo.addAll(outlook.inTasks.keySet());
                todo.addAll(outlook.inConsumer);
                outlook.keepers.forEach(todo::addAll);
            }
        }
        Set<Engine> stuck = new LinkedHashSet<>(reached.keySet());
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<Engine, Outlook> each : reached.entrySet()) {
                changed |= !each.getValue().isInVain(stuck) && stuck.remove(each.getKey());
            }
        }
        return stuck.contains(start) ? stuck : Set.of();
    }
}
