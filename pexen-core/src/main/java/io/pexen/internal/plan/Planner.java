package io.pexen.internal.plan;

import static io.pexen.internal.plan.TaskStates.DISPATCHED;
import static io.pexen.internal.plan.TaskStates.DONE;
import static io.pexen.internal.plan.TaskStates.READY;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.SharedState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one run which tasks may be dispatched: it makes tasks ready when their keys are provided
 * ({@link Readiness}), orders them ({@link ReadyQueue}), gives them their locks ({@link RunLocks}), and skips those
 * that lack something ({@link Skips}).
 *
 * <p>Moved by one thread at a time, the holder of the run's combiner, through {@link #next}, {@link #completed} and
 * {@link #end}. Methods that any thread may call say so. Other runs reach the {@link RunLocks} of this one, through the
 * {@link LockTable} and under its monitor.
 */
public final class Planner {

    private static final int NONE = -1;

    private final IndexedGraph graph;
    private final LockTable table;
    private final ReadyQueue ready;
    /** Null if no task needs a lock. */
    private final @Nullable RunLocks locks;

    private final TaskStates states;
    private final TaskTimes times;
    private final SharedStates shared;
    private final Skips skips;
    private final Readiness readiness;

    private int dispatched;
    private int done;
    /** How many tasks need locks and have not released them, skipped ones included. */
    private int locking;

    /**
     * A planner for one run.
     *
     * @param poolOf for each pool number of the graph, the number of the pool of the run
     * @param limits for each pool of the run, how many tasks may be dispatched to it at a time
     * @param preset the shared state that each task starts with; must not change
     * @param table the locks of all runs of the scope
     * @param timed whether to keep the times of tasks
     * @param now the time, in nanoseconds; see {@link #setNow}
     */
    public Planner(
            IndexedGraph graph,
            int[] poolOf,
            int[] limits,
            Map<String, @Nullable Object> preset,
            LockTable table,
            RunOwner owner,
            boolean timed,
            long now) {
        this.graph = graph;
        this.table = table;
        int size = graph.size();
        ready = new ReadyQueue(graph, poolOf, limits);
        states = new TaskStates(size);
        times = new TaskTimes(timed, size, graph.lanes(), now);
        shared = new SharedStates(preset, size);
        boolean[] provided = new boolean[graph.keys()];
        skips = new Skips(graph, states, provided);
        if (graph.locks() == 0) {
            locks = null;
        } else {
            synchronized (table) {
                locks = new RunLocks(graph, ready, times, table, owner);
            }
            locking = locks.tasks();
        }
        readiness = new Readiness(graph, states, provided, shared, ready, times, locks);
    }

    /** Sets the time of the decisions that follow. The planner has no clock. */
    public void setNow(long nanos) {
        times.setNow(nanos);
    }

    /**
     * The monitor that guards the locks. The caller of {@link #next}, {@link #completed} and {@link #passOn} holds it,
     * for many steps at once. Null if no task needs a lock.
     */
    public @Nullable Object monitor() {
        return locks == null ? null : table;
    }

    /**
     * The next task to dispatch, which now has its locks: the first of all those whose pools have room. -1 if there is
     * none. The caller holds the {@link #monitor}.
     */
    public int next() {
        int task = locks == null ? nextWithoutLocks() : nextWithLocks(locks);
        if (task != NONE) {
            states.set(task, DISPATCHED);
            dispatched++;
            ready.takeRoom(pool(task));
        }
        return task;
    }

    private int nextWithoutLocks() {
        int lane = ready.firstOpen();
        return lane == NONE ? NONE : ready.poll(lane);
    }

    private int nextWithLocks(RunLocks locks) {
        assert Thread.holdsLock(table);
        if (!ready.hasRoom()) {
            return NONE;
        }
        locks.examineReleased();
        int task = NONE;
        for (int lane = ready.firstOpen(); task == NONE && lane != NONE; lane = ready.firstOpen()) {
            task = locks.takeOrPark(lane);
        }
        return task;
    }

    /** The pool that the task runs on, by its number in the run. */
    public int pool(int task) {
        return ready.pools() == 1 ? 0 : ready.pool(graph.lane(task));
    }

    /** Whether a task may be ready to be dispatched to the pool when that has room. */
    public boolean hasReady(int pool) {
        return ready.isOpen(pool);
    }

    /**
     * The shared state that the parents of the task have handed on, with the preset values; null if it has only those.
     * The planner forgets it, so call this once.
     */
    public @Nullable SharedState handedOn(int task) {
        return shared.take(task);
    }

    /**
     * A dispatched task has ended and its result is processed. The caller holds the {@link #monitor}.
     *
     * @param left its shared state as it left it; null if that is the preset values alone
     * @param depsOk whether what it provides is provided
     * @param locksOk whether its locks are released
     */
    public void completed(int task, @Nullable SharedState left, boolean depsOk, boolean locksOk) {
        states.set(task, DONE);
        dispatched--;
        ready.giveRoom(pool(task));
        done++;
        if (locks != null && locks.needs(task)) {
            assert Thread.holdsLock(table);
            if (locksOk) {
                locking--;
                locks.release(task);
            } else {
                locks.retain(task);
            }
        }
        if (depsOk) {
            readiness.provide(task, left);
        } else {
            skips.withhold(task);
        }
    }

    /**
     * Ends a move: offers to other runs the locks that this one has released or does not want. The caller holds the
     * {@link #monitor}.
     */
    public void passOn() {
        if (locks != null) {
            locks.passOn();
        }
    }

    /** Whether the run can continue: a task is dispatched or could be, or waits for a lock that another run holds. */
    public boolean canGoOn() {
        return dispatched > 0 || ready.isOpen() || (locks != null && ready.size() > 0 && locks.awaitsOthers());
    }

    /**
     * Whether the run waits for locks alone, so that nothing but another run can move it. Exact for the thread that
     * holds the combiner or the monitor.
     */
    public boolean waitsForOthersOnly() {
        return dispatched == 0 && locks != null && !ready.isOpen() && ready.size() > 0;
    }

    /**
     * If the run can do nothing but wait for locks that failed tasks of other runs retain: for each of those locks, the
     * runs that retain it. Otherwise empty. May be called from any thread.
     */
    public List<List<RunOwner>> waitsForEndOf() {
        if (locks == null) {
            return List.of();
        }
        synchronized (table) {
            return waitsForOthersOnly() ? locks.retainers() : List.of();
        }
    }

    /** Whether tasks of the run hold locks, or may. For the thread that drives the run, or holds the combiner. */
    public boolean mayHoldLocks() {
        return locking > skips.needingLocks();
    }

    /** Sets whether a thread drives the run now. While none does, other runs need not leave a lock to this one. */
    public void attentive(boolean now) {
        if (locks != null) {
            locks.setAttentive(now);
        }
    }

    /** The run is over: passes on to other runs what they have left or offered to it. May be called from any thread. */
    public void giveWay() {
        if (locks != null) {
            locks.giveWay();
        }
    }

    /**
     * A dispatched task will not run because its run is over: releases its locks. May be called from any thread, once
     * for each task.
     */
    public void dropped(int task) {
        if (locks != null && locks.needs(task)) {
            locks.dropped(task);
        }
    }

    /**
     * Ends the run and releases every lock that it still holds, except for those of tasks whose bodies still run. Tasks
     * that never became ready, or never got their locks, are skipped, unless the run was closed early.
     *
     * @param running the tasks that are dispatched and whose bodies have not ended; call {@link #endedLate} for each
     *     later
     * @return the keys of the locks that the run still held
     */
    public List<Object> end(boolean closedEarly, int[] running) {
        if (!closedEarly) {
            skipTheRest();
        }
        return locks == null ? List.of() : locks.end(running);
    }

    private void skipTheRest() {
        if (locks != null) {
            for (int task = 0; task < states.size(); task++) {
                if (states.is(task, READY)) {
                    int lock = locks.lockInTheWay(task);
                    skips.skipForLock(task, lock, locks.retainer(lock));
                }
            }
        }
        skips.skipWaiting();
    }

    /** The body of a task has ended after its run: releases its locks. */
    public void endedLate(int task) {
        if (locks != null) {
            locks.endedLate(task);
        }
    }

    /** How many tasks have been skipped. */
    public int skippedCount() {
        return skips.count();
    }

    /** A skipped task, in the order of skipping. */
    public int skipped(int at) {
        return skips.skipped(at);
    }

    /** The key that a skipped task lacked, or -1 minus the number of the lock that it did not get. */
    public int lacked(int task) {
        return skips.lacked(task);
    }

    /**
     * The failed or skipped task that did not provide that key or retains that lock; -1 if it is one of another run.
     */
    public int lackedFrom(int task) {
        return skips.lackedFrom(task);
    }

    /** Whether the task was dispatched and its result has been processed. */
    public boolean isDone(int task) {
        return states.is(task, DONE);
    }

    /** The tasks that have neither ended nor been skipped, in the order of definition. */
    public Set<Integer> unfinished() {
        return states.unfinished();
    }

    /** How many tasks are dispatched and not completed. */
    public int dispatched() {
        return dispatched;
    }

    /** How many tasks are completed. */
    public int done() {
        return done;
    }

    /** How many tasks are ready and not dispatched, those that wait for locks included. */
    public int readyCount() {
        return ready.size();
    }

    /** How many of the ready tasks wait for a lock. */
    public int waitingForLocks() {
        return ready.waiting();
    }

    /** When the task became ready, in nanoseconds. Only if times are kept. */
    public long readyAt(int task) {
        return times.readyAt(task);
    }

    /** How long the task was ready and waited for locks, in nanoseconds. Only if times are kept. */
    public long lockWait(int task) {
        return times.lockWait(task);
    }
}
