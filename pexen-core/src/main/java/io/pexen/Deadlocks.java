package io.pexen;

import io.pexen.graph.TaskGraph;
import io.pexen.plan.InTheWay;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayDeque;
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
 * one that waits for it. The first is refused when the inner run starts. The others are found when a run is about to
 * wait for other runs only: if all that it waits for, directly or not, wait as well, nobody will ever move.
 */
final class Deadlocks {

    /** Runs that wait for locks of other runs only. Guarded by the class. */
    private static final Map<Engine, Stall> STALLED = new HashMap<>();

    private static final Wait NO_WAIT = () -> {};

    /** The thread that waits for a run, and what it executes meanwhile, as {@link Hand#current}. */
    private record Stall(Thread thread, @Nullable Hand hand) {}

    /** A wait that somebody may end. */
    interface Wait {
        void over();
    }

    private Deadlocks() {}

    /** Refuses a run inside a task that holds a lock which the run needs. */
    static void checkNested(Sched.Setup setup) {
        for (Hand inside = Hand.current(); inside != null; inside = inside.outer()) {
            Task holder = inside.task();
            if (holder != null && inside.engine.setup().scope() == setup.scope()) {
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
     * Notes that the calling thread is about to wait for a run.
     *
     * @throws PexenException if the run would wait forever
     */
    static Wait check(Engine engine) {
        if (engine.planner.waitsFor().isEmpty()) {
            return NO_WAIT;
        }
        synchronized (Deadlocks.class) {
            STALLED.put(engine, new Stall(Thread.currentThread(), Hand.current()));
            List<Engine> circle = nobodyMoves(engine);
            if (circle != null) {
                STALLED.remove(engine);
                throw new PexenException("the run of sched \"" + engine.sched().name()
                        + "\" waits for locks of other runs that wait for it (scheds " + names(circle)
                        + "), and was ended; process or close one run before the same thread waits for another");
            }
        }
        return () -> {
            synchronized (Deadlocks.class) {
                STALLED.remove(engine);
            }
        };
    }

    private static List<String> names(List<Engine> engines) {
        return engines.stream().map(engine -> engine.sched().name()).toList();
    }

    /**
     * All runs that this one waits for, if none of them can move; null if one can. They are looked at one after another, while
     * workers may move them; so all must be as they were when the last has been looked at.
     */
    private static @Nullable List<Engine> nobodyMoves(Engine start) {
        Map<Engine, Integer> found = new LinkedHashMap<>();
        ArrayDeque<Engine> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty()) {
            Engine engine = todo.poll();
            if (!found.containsKey(engine)) {
                found.put(engine, engine.planner.moves());
                Set<Engine> next = waitsFor(engine);
                if (next.isEmpty()) {
                    return null;
                }
                todo.addAll(next);
            }
        }
        boolean moved = found.entrySet().stream()
                .anyMatch(each -> each.getKey().planner.moves() != each.getValue() || isAboutToMove(each.getKey()));
        return moved ? null : List.copyOf(found.keySet());
    }

    /** Whether the driver of a run that waits has been woken, and just not run yet. */
    private static boolean isAboutToMove(Engine engine) {
        return STALLED.containsKey(engine) && engine.hasWork();
    }

    /** The runs that must move before this one can; none if it can move by itself. */
    private static Set<Engine> waitsFor(Engine engine) {
        Set<Engine> next = new LinkedHashSet<>();
        if (isAboutToMove(engine)) {
            return next;
        }
        if (STALLED.containsKey(engine)) {
            engine.planner.waitsFor().forEach(each -> next.addAll(movers(each)));
        } else if (engine.movesByDriverOnly() || engine.planner.waitsForOthersOnly()) {
            STALLED.forEach((other, stall) -> {
                if (stall.thread() == engine.driver) {
                    next.add(other);
                }
            });
        }
        return next;
    }

    /**
     * The runs that must move before a lock is let go: those that its holders wait for, if all do. If a failed task keeps the lock,
     * those that any task of the run waits for, since the run must end first.
     */
    private static Set<Engine> movers(InTheWay way) {
        Engine run = (Engine) way.run().owner();
        Set<Engine> inside = new LinkedHashSet<>();
        int holders = 0;
        for (Map.Entry<Engine, Stall> each : STALLED.entrySet()) {
            for (Hand hand = each.getValue().hand(); hand != null; hand = hand.outer()) {
                if (hand.engine == run && (way.kept() || holds(hand.task(), way.lock()))) {
                    inside.add(each.getKey());
                    holders++;
                }
            }
        }
        boolean allWait = way.kept() ? holders > 0 : holders > 0 && holders == way.holders();
        return allWait ? inside : Set.of(run);
    }

    private static boolean holds(@Nullable Task task, @Nullable Object lock) {
        return task != null
                && lock != null
                && (task.uses().contains(lock) || task.claims().contains(lock));
    }
}
