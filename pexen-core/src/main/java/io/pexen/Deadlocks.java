package io.pexen;

import io.pexen.graph.TaskGraph;
import io.pexen.plan.InTheWay;
import io.pexen.plan.Planner;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs that would wait for each other's locks forever, so that they end with an error instead.
 *
 * <p>Within a run locks cannot deadlock. Between runs they can: a body starts a run that needs a lock which the body's own
 * task holds; two bodies hold a lock each, and each starts a run that needs the other's; a consumer, between two results of a
 * run, waits for another run that needs a lock of the first; a lock is kept by a failed task of a run that cannot end before the
 * one that waits for it. The first is refused when the inner run starts. The others are found when the driver of a run begins to
 * wait, which is called a stall.
 *
 * <p>Whether a stalled run will move is computed on an and-or graph: it moves when one of several things happens, and each
 * takes the moves of some runs. A run whose driver does not wait moves, and one with a task that does not wait for a run. What
 * does not follow from that never will. A run is checked whenever its driver begins to wait, and it is woken, and waits again,
 * when anything changes that it waits for; so the last one to close a circle finds it.
 */
final class Deadlocks {

    /** Runs whose drivers wait. Guarded by the class. */
    private static final Map<Engine, Stall> STALLED = new HashMap<>();

    /** The thread that waits for a run, and the task that it is in, as {@link Hand#current}. */
    private record Stall(Thread thread, @Nullable Hand hand) {}

    private Deadlocks() {}

    /** Refuses a run inside a task that holds a lock which the run needs. */
    static void checkNested(Sched.Setup setup) {
        for (Hand inside = Hand.current(); inside != null; inside = inside.outer()) {
            Task holder = inside.task();
            if (holder != null && inside.job.engine.setup().scope() == setup.scope()) {
                Object key = conflict(holder, setup.graph());
                if (key != null) {
                    throw new PexenException("task \"" + holder.id() + "\" holds the lock \"" + key
                            + "\" and starts a run whose tasks need it, which would wait for it forever; take \"" + key
                            + "\" away from the task, or give the inner sched a lock scope of its own");
                }
            }
        }
    }

    private static @Nullable Object conflict(Task holder, TaskGraph graph) {
        Set<Object> used = holder.uses();
        Set<Object> claimed = holder.claims();
        if (used.isEmpty() && claimed.isEmpty()) {
            return null;
        }
        for (int at = 0; at < graph.laneLockStart(graph.lanes()); at++) {
            Object key = graph.lockKey(graph.laneLock(at) >> 1);
            boolean claim = (graph.laneLock(at) & 1) == 1;
            if (claimed.contains(key) || (claim && used.contains(key))) {
                return key;
            }
        }
        return null;
    }

    /**
     * Notes that the calling thread is about to wait for a run, until it is {@link #over}.
     *
     * @throws PexenException if the run would wait forever
     */
    static void stalls(Engine engine) {
        synchronized (Deadlocks.class) {
            Hand inside = Hand.current();
            STALLED.put(engine, new Stall(Thread.currentThread(), inside));
            count(inside, 1);
            Set<Engine> stuck = stuck(engine);
            if (!stuck.isEmpty() && stuck.stream().noneMatch(Deadlocks::barges)) {
                endOne(stuck, engine);
            }
        }
    }

    /** Ends this run, if it waits for a lock itself, or has another one look, that does and will be ended then. */
    private static void endOne(Set<Engine> stuck, Engine engine) {
        if (!waitsForLocks(engine)) {
            for (Engine other : stuck) {
                if (waitsForLocks(other)) {
                    other.suspectDeadlock();
                    return;
                }
            }
        }
        over(engine);
        throw new PexenException("the run of sched \"" + engine.sched().name()
                + "\" waits for locks of other runs that wait for it (scheds " + names(stuck)
                + "), and was ended; process or close one run before the same thread waits for another");
    }

    private static boolean waitsForLocks(Engine engine) {
        return STALLED.containsKey(engine) && !engine.planner.waitsFor().isEmpty();
    }

    /** The thread that waited for the run goes on. */
    static synchronized void over(Engine engine) {
        Stall stall = STALLED.remove(engine);
        if (stall != null) {
            count(stall.hand(), -1);
        }
    }

    private static void count(@Nullable Hand innermost, int more) {
        for (Hand hand = innermost; hand != null; hand = hand.outer()) {
            hand.job.engine.stallsInside.addAndGet(more);
        }
    }

    /** Has the run take a lock out of order, if it could use one. */
    private static boolean barges(Engine engine) {
        return STALLED.containsKey(engine) && engine.planner.barge();
    }

    /** A run has been moved. If all that it has dispatched waits for other runs now, those look whether that is in vain. */
    static void moved(Engine engine) {
        if (engine.stallsInside.get() == 0) {
            return;
        }
        synchronized (Deadlocks.class) {
            List<Engine> inside = stalledInside(engine, null);
            if (inside.size() == engine.planner.dispatched()) {
                inside.forEach(Engine::suspectDeadlock);
                STALLED.forEach((other, stall) -> {
                    if (stall.thread() == engine.driver) {
                        other.suspectDeadlock();
                    }
                });
            }
        }
    }

    private static List<String> names(Set<Engine> engines) {
        return engines.stream().map(engine -> engine.sched().name()).toList();
    }

    /**
     * What takes a run on: each of the ways, and that is the moves of all runs in it.
     *
     * @param moves {@link Planner#moves} of the run when it was looked at
     */
    private record Outlook(Engine engine, int moves, List<Set<Engine>> ways) {

        boolean isHopeless(Set<Engine> stuck) {
            return ways.stream().noneMatch(way -> way.stream().noneMatch(stuck::contains));
        }

        boolean isAsItWas() {
            return engine.planner.moves() == moves && !isAboutToMove(engine);
        }
    }

    /**
     * This run and those like it, if it will never move; nothing if it will. Runs are looked at one after another, while workers
     * may move them; so all that seem stuck must be as they were when the last has been looked at.
     */
    private static Set<Engine> stuck(Engine start) {
        Map<Engine, Outlook> reached = new LinkedHashMap<>();
        ArrayDeque<Engine> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty()) {
            Engine engine = todo.poll();
            if (!reached.containsKey(engine)) {
                int moves = engine.planner.moves();
                Outlook outlook = new Outlook(engine, moves, waysOn(engine));
                reached.put(engine, outlook);
                outlook.ways().forEach(todo::addAll);
            }
        }
        Set<Engine> stuck = new LinkedHashSet<>(reached.keySet());
        int before;
        do {
            before = stuck.size();
            reached.values().stream()
                    .filter(each -> !each.isHopeless(stuck))
                    .forEach(each -> stuck.remove(each.engine()));
        } while (stuck.size() < before);
        boolean sure = stuck.contains(start)
                && reached.values().stream()
                        .filter(each -> stuck.contains(each.engine()))
                        .allMatch(Outlook::isAsItWas);
        return sure ? stuck : Set.of();
    }

    /** Whether the driver of a run that waits has been woken, and just not run yet. */
    private static boolean isAboutToMove(Engine engine) {
        return STALLED.containsKey(engine) && engine.hasWork();
    }

    private static List<Set<Engine>> waysOn(Engine engine) {
        List<Set<Engine>> ways = new ArrayList<>();
        if (STALLED.containsKey(engine)) {
            if (!engine.hasWork()) {
                engine.planner.waitsFor().forEach(each -> addWays(ways, each));
            }
        } else if (engine.movesByDriverOnly() || engine.planner.waitsForOthersOnly()) {
            STALLED.forEach((other, stall) -> {
                if (stall.thread() == engine.driver) {
                    ways.add(Set.of(other));
                }
            });
        }
        if (ways.isEmpty() && !engine.hasWork()) {
            addWaysOfTasks(ways, engine);
        }
        return ways.isEmpty() ? List.of(Set.of()) : ways;
    }

    /** If all that the run has dispatched waits for other runs, and it can dispatch nothing, it moves when one of those does. */
    private static void addWaysOfTasks(List<Set<Engine>> ways, Engine engine) {
        List<Engine> inside = stalledInside(engine, null);
        if (!inside.isEmpty() && engine.planner.waitsFor(inside.size())) {
            inside.forEach(each -> ways.add(Set.of(each)));
            engine.planner.locksInTheWay().forEach(each -> addWays(ways, each));
        }
    }

    /** How a lock comes to be let go: by one of its holders, or, if a failed task keeps it, by the end of the run. */
    private static void addWays(List<Set<Engine>> ways, InTheWay inTheWay) {
        Engine run = (Engine) inTheWay.run().owner();
        List<Engine> inside = stalledInside(run, inTheWay.kept() ? null : inTheWay);
        if (inTheWay.kept()) {
            Set<Engine> all = new LinkedHashSet<>(inside);
            all.add(run);
            ways.add(all);
        } else if (inside.size() < inTheWay.holders() || inside.isEmpty()) {
            ways.add(Set.of(run));
        } else {
            inside.forEach(each -> ways.add(new LinkedHashSet<>(List.of(each, run))));
        }
    }

    /** The runs that tasks of this one wait for: tasks that hold the lock, or any if that is null. Once for each task. */
    private static List<Engine> stalledInside(Engine run, @Nullable InTheWay inTheWay) {
        List<Engine> inside = new ArrayList<>();
        if (run.stallsInside.get() == 0) {
            return inside;
        }
        STALLED.forEach((engine, stall) -> {
            for (Hand hand = stall.hand(); hand != null; hand = hand.outer()) {
                if (hand.job.engine == run
                        && hand.task() != null
                        && (inTheWay == null || holds(hand.task(), inTheWay.lock()))) {
                    inside.add(engine);
                }
            }
        });
        return inside;
    }

    private static boolean holds(@Nullable Task task, @Nullable Object lock) {
        return task != null
                && lock != null
                && (task.uses().contains(lock) || task.claims().contains(lock));
    }
}
