package io.pexen;

import io.pexen.plan.Planner;
import io.pexen.task.PexenException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
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
 * for such locks; so the last one to close a circle finds it.
 */
final class Deadlocks {

    /** The runs that tasks wait for, and the runs of those tasks. Guarded by the class. */
    private static final Map<Engine, Engine> OUTER = new HashMap<>();

    private Deadlocks() {}

    /** The current thread waits for the run from now on, maybe inside of a task of another one. */
    static void waits(Engine run) {
        Hand hand = Hand.current();
        if (hand != null) {
            synchronized (Deadlocks.class) {
                OUTER.put(run, hand.job.engine);
            }
        }
    }

    /** The current thread does not wait for the run any more. */
    static void waitsNoMore(Engine run) {
        if (Hand.current() != null) {
            synchronized (Deadlocks.class) {
                OUTER.remove(run);
            }
        }
    }

    /** A run has been moved: ends it with an error if it never will be again. */
    static void check(Engine run) {
        if (run.planner.waitsForEndOf().isEmpty()) {
            return;
        }
        synchronized (Deadlocks.class) {
            Set<Engine> stuck = stuck(run);
            if (!stuck.isEmpty()) {
                run.breakRun(new PexenException("the run of sched \""
                        + run.sched().name()
                        + "\" waits for locks of other runs that wait for it (scheds "
                        + stuck.stream().map(each -> each.sched().name()).toList()
                        + "), and was ended: failed tasks keep their locks until their runs end; let tasks that fail release"
                        + " their locks (locksOk of a TaskFailException, or failWrap)"));
            }
        }
    }

    /**
     * What a run waits for.
     *
     * @param inside the runs that its tasks wait for: it ends after all of them
     * @param keepers for each lock that it can only wait for, the runs that keep it until they end: any of the locks takes it on
     */
    private record Outlook(List<Engine> inside, List<List<Engine>> keepers) {

        static Outlook of(Engine run) {
            List<Engine> inside = new ArrayList<>();
            List<List<Engine>> keepers = new ArrayList<>();
            OUTER.forEach((inner, outer) -> {
                if (outer == run) { // also if it has ended, and calls its listeners
                    inside.add(inner);
                }
            });
            if (!run.hasWork()) {
                run.planner.waitsForEndOf().forEach(each -> keepers.add(engines(each)));
            }
            return new Outlook(inside, keepers);
        }

        private static List<Engine> engines(List<Planner> planners) {
            return planners.stream().map(each -> (Engine) each.owner()).toList();
        }

        boolean isInVain(Set<Engine> stuck) {
            return inside.stream().anyMatch(stuck::contains)
                    || (!keepers.isEmpty()
                            && keepers.stream().allMatch(each -> each.stream().anyMatch(stuck::contains)));
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
                todo.addAll(outlook.inside());
                outlook.keepers().forEach(todo::addAll);
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
