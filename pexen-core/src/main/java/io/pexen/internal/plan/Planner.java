package io.pexen.internal.plan;

import static io.pexen.internal.plan.TaskStates.DISPATCHED;
import static io.pexen.internal.plan.TaskStates.DONE;
import static io.pexen.internal.plan.TaskStates.READY;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.SharedState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one run what may be dispatched: which tasks are ready ({@link TaskStates}), in which order they go
 * ({@link ReadyQueue}), and what a failed task entails ({@link Skips}).
 *
 * <p>Moved by one thread at a time, the holder of the run's combiner, through {@link #next}, {@link #completed} and
 * {@link #end}. Another run only ever calls {@link #wake} and {@link #isAttentive}, under the monitor of the
 * lock table. What may be called from any thread says so.
 */
public final class Planner {

    /** Who moves a planner. */
    public interface Owner {

        /** Another run has released a lock that this one waits for. Called under the monitor of the lock table. */
        void wake();

        /** Whether nothing is dispatched any more. From then on it never is again. May be called from any thread. */
        boolean isOver();
    }

    private static final int NONE = -1;

    private final IndexedGraph graph;
    private final LockTable table;
    private final Owner owner;
    private final ReadyQueue ready;
    private final @Nullable LockQueues locks;

    private final TaskStates states;
    private final TaskTimes times;
    private final SharedStates shared;
    private final Skips skips;
    /** By task: how many of its keys are not provided yet. */
    private final int[] missingKeys;

    private final boolean[] provided;

    /** Grows with each completion: tasks that became ready in one step arrived together. */
    private int step;

    private int dispatched;
    private int done;
    /** How many bodies still run although the run has ended. */
    private int late;
    /** How many tasks need locks and have not released them, skipped ones included. */
    private int locking;

    // Guarded by the monitor of the table.
    private boolean attentive;

    private boolean ended;
    /** The place of this run in the order in which runs of the scope started. */
    long order;
    /** For how many locks others have passed this run as often as they may. */
    int exhausted;

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
            Owner owner,
            boolean timed,
            long now) {
        this.graph = graph;
        this.table = table;
        this.owner = owner;
        int size = graph.size();
        ready = new ReadyQueue(graph, poolOf, limits);
        states = new TaskStates(size);
        times = new TaskTimes(timed, size, graph.lanes(), now);
        shared = new SharedStates(preset, size);
        provided = new boolean[graph.keys()];
        skips = new Skips(graph, states, provided);
        missingKeys = new int[size];
        if (graph.locks() == 0) {
            locks = null;
        } else {
            synchronized (table) {
                locks = new LockQueues(graph, this, ready, times, table);
            }
            locking = locks.tasks();
        }
        for (int task = 0; task < size; task++) {
            missingKeys[task] = graph.required(task);
        }
        for (int task = 0; task < size; task++) {
            if (missingKeys[task] == 0) {
                ready(task);
            }
        }
    }

    /** Tells the planner, which has no clock, the time of the decisions that follow. */
    public void setNow(long nanos) {
        times.setNow(nanos);
    }

    /** When the task became ready. Only if times are kept. */
    public long readyAt(int task) {
        return times.readyAt(task);
    }

    /** How long the task was ready and waited for locks. Only if times are kept. */
    public long lockWait(int task) {
        return times.lockWait(task);
    }

    /** Who moves this planner. */
    public Owner owner() {
        return owner;
    }

    /**
     * What guards the locks, to be held by who calls {@link #next} or {@link #completed}, for many steps at once. Null if no task
     * needs a lock.
     */
    public @Nullable Object monitor() {
        return locks == null ? null : table;
    }

    /**
     * The next task to dispatch, which now has its locks: the first of all those whose pools have room. -1 if none can go now. The
     * caller holds the {@link #monitor}.
     */
    public int next() {
        if (locks == null) {
            int lane = ready.firstOpen();
            if (lane == NONE) {
                return NONE;
            }
            int task = ready.poll(lane);
            dispatching(task);
            return task;
        }
        assert Thread.holdsLock(table);
        if (!ready.hasRoom()) {
            return NONE;
        }
        locks.offerReleased();
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

    /** Whether a task may be ready to go to the pool, should it have room. */
    public boolean hasReady(int pool) {
        return ready.isOpen(pool);
    }

    /** What the parents of the task left, with the preset values; null if that is the preset values alone. To be asked for once. */
    public @Nullable SharedState handedOn(int task) {
        return shared.take(task);
    }

    /**
     * A dispatched task has ended, and its result is processed. The caller holds the {@link #monitor}.
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
        step++;
        if (locks != null && needsLocks(task)) {
            assert Thread.holdsLock(table);
            if (locksOk) {
                locking--;
                locks.release(task);
            } else {
                locks.keep(task);
            }
        }
        if (depsOk) {
            provide(task, left);
        } else {
            skips.withhold(task);
        }
    }

    private void provide(int task, @Nullable SharedState left) {
        provideKey(task, left);
        for (int e = graph.extraStart(task); e < graph.extraStart(task + 1); e++) {
            provideKey(graph.extra(e), left);
        }
    }

    private void provideKey(int key, @Nullable SharedState left) {
        boolean first = !provided[key];
        provided[key] = true;
        for (int e = graph.childStart(key); e < graph.childStart(key + 1); e++) {
            int child = graph.child(e);
            if (states.isUndispatched(child)) {
                shared.handOn(left, child);
                if (first && --missingKeys[child] == 0) {
                    ready(child);
                }
            }
        }
    }

    private void ready(int task) {
        states.set(task, READY);
        ready.add(task);
        times.ready(task);
        if (locks != null && needsLocks(task)) {
            locks.arrived(task, step);
        }
    }

    /** The task leaves the ready queue for the pool. */
    void dispatching(int task) {
        states.set(task, DISPATCHED);
        dispatched++;
        ready.takeRoom(pool(task));
    }

    boolean isReady(int task) {
        return states.is(task, READY);
    }

    private boolean needsLocks(int task) {
        int lane = graph.lane(task);
        return graph.laneLockStart(lane) < graph.laneLockStart(lane + 1);
    }

    /** Whether the run can go on: a task is dispatched or could be, or waits for a lock that another run will release. */
    public boolean canGoOn() {
        if (dispatched > 0 || ready.isOpen()) {
            return true;
        }
        if (locks == null || ready.size() == 0) {
            return false;
        }
        synchronized (table) {
            return locks.awaitsOthers();
        }
    }

    /**
     * If this run can do nothing but wait for locks that failed tasks of other runs keep: for each of those locks, the runs that
     * keep it. Else empty. May be called from any thread.
     */
    public List<List<Planner>> waitsForEndOf() {
        if (locks == null) {
            return List.of();
        }
        synchronized (table) {
            return waitsForOthersOnly() ? locks.keepers() : List.of();
        }
    }

    /**
     * Ends a move: offers to other runs the locks that this one has let go or does not want. The caller holds the {@link #monitor}.
     */
    public void passOn() {
        if (locks != null) {
            locks.passOn();
        }
    }

    /**
     * Whether this run waits for locks alone, so that nothing but another run can move it. Exact for the
     * thread that holds the combiner or the monitor.
     */
    public boolean waitsForOthersOnly() {
        return dispatched == 0 && locks != null && !ready.isOpen() && ready.size() > 0;
    }

    /** Whether tasks of the run hold locks, or may. For the thread that drives the run, or holds the combiner. */
    public boolean mayHoldLocks() {
        return locking > skips.needingLocks();
    }

    /** Says whether somebody drives the run just now; while nobody does, others need not leave a lock to it. */
    public void attentive(boolean now) {
        if (locks != null) {
            synchronized (table) {
                attentive = now;
                if (!now) {
                    locks.passOn();
                }
            }
        }
    }

    boolean isAttentive() {
        return attentive && !owner.isOver();
    }

    /** The run is over: what others have left to it, or offered, goes on to others. May be called from any thread. */
    public void giveWay() {
        if (locks != null) {
            synchronized (table) {
                locks.passOn();
            }
        }
    }

    /**
     * A dispatched task will not run because its run is over: frees its locks. May be called from any thread, once for
     * each task.
     */
    public void dropped(int task) {
        if (locks != null && needsLocks(task)) {
            synchronized (table) {
                if (!ended) { // else the end of the run has freed them
                    locks.releaseNow(task);
                }
            }
        }
    }

    /** Another run has released a lock that this one waits for. */
    void wake() {
        owner.wake();
    }

    /**
     * Ends the run and frees every lock that it still holds, but for those of tasks whose bodies still run. Tasks that never
     * became ready, or never got their locks, count as skipped, unless the run was closed early.
     *
     * @param running the tasks that are dispatched and whose bodies have not ended; each is to be {@link #endedLate} later
     * @return the keys of the locks that the run still held
     */
    public List<Object> end(boolean closedEarly, int[] running) {
        if (!closedEarly) {
            skipTheRest();
        }
        late = running.length;
        if (locks == null) {
            return List.of();
        }
        synchronized (table) {
            ended = true;
            List<Object> held = locks.close(running);
            if (late == 0) {
                locks.leave();
            }
            return held;
        }
    }

    /** The body of a task has ended after its run: frees its locks. */
    public void endedLate(int task) {
        late--;
        if (locks != null) {
            synchronized (table) {
                locks.releaseNow(task);
                if (late == 0) {
                    locks.leave();
                }
            }
        }
    }

    private void skipTheRest() {
        if (locks != null) {
            for (int task = 0; task < states.size(); task++) {
                if (states.is(task, READY)) {
                    int lock = locks.lockInTheWay(task);
                    skips.skipForLock(task, lock, locks.keeper(lock));
                }
            }
        }
        skips.skipWaiting();
    }

    /** How many tasks have been skipped. */
    public int skippedCount() {
        return skips.count();
    }

    /** A skipped task, in the order of skipping. */
    public int skipped(int at) {
        return skips.skipped(at);
    }

    /** The key that a skipped task lacked, or -1 - the number of the lock that it did not get. */
    public int lacked(int task) {
        return skips.lacked(task);
    }

    /** The failed or skipped task that did not provide it, or keeps it; -1 if that is a task of another run. */
    public int lackedFrom(int task) {
        return skips.lackedFrom(task);
    }

    /** Whether the task was dispatched and has ended. */
    public boolean isDone(int task) {
        return states.is(task, DONE);
    }

    /** The tasks that have neither ended nor been skipped, in the order of definition. */
    public Set<Integer> unfinished() {
        Set<Integer> unfinished = new LinkedHashSet<>();
        for (int task = 0; task < states.size(); task++) {
            if (states.isUnfinished(task)) {
                unfinished.add(task);
            }
        }
        return unfinished;
    }

    /** Tasks dispatched and not completed. */
    public int dispatched() {
        return dispatched;
    }

    /** Tasks completed. */
    public int done() {
        return done;
    }

    /** Tasks ready and not dispatched, those that wait for locks included. */
    public int readyCount() {
        return ready.size();
    }

    /** Those of the ready tasks that wait for a lock. */
    public int waitingForLocks() {
        return ready.waiting();
    }
}
