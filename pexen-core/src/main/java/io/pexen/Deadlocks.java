package io.pexen;

import io.pexen.graph.TaskGraph;
import io.pexen.plan.Planner;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs that would wait for each other's locks forever, so that they end with an error instead.
 *
 * <p>Within a run locks cannot deadlock. Between runs they can, in three ways: a body starts a run that needs a lock which
 * the body's own task holds, or which a failed task of the outer run keeps; a consumer, between two results of a run, waits for another run that needs a lock of the first;
 * runs each wait for a lock that a failed task of the other keeps until its end. The first is refused when the inner run
 * starts. The others are found when a run is about to wait for other runs only: if all runs that it waits for, directly or
 * not, wait as well, nobody will ever move.
 */
final class Deadlocks {

    /** Runs that wait for locks of other runs only, and the threads that wait. Guarded by the class. */
    private static final Map<Engine, Thread> STALLED = new HashMap<>();

    private static final Wait NO_WAIT = () -> {};

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
            STALLED.put(engine, Thread.currentThread());
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
                List<Engine> next = waitsFor(engine);
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
    private static List<Engine> waitsFor(Engine engine) {
        List<Engine> next = new ArrayList<>();
        if (isAboutToMove(engine)) {
            return next;
        }
        if (STALLED.containsKey(engine)) {
            for (Planner holder : engine.planner.waitsFor()) {
                Engine other = (Engine) holder.owner();
                // An outer run cannot end before the task that drives this one has.
                boolean outer = engine.isInside(other) && engine.planner.waitsForEndOf(holder);
                next.add(outer ? engine : other);
            }
        } else if (engine.movesByDriverOnly()) {
            STALLED.forEach((other, thread) -> {
                if (thread == engine.driver) {
                    next.add(other);
                }
            });
        }
        return next;
    }
}
