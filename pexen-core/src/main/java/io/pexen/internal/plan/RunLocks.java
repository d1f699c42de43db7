package io.pexen.internal.plan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.internal.index.IndexedGraph;
import java.util.List;

/**
 * Gives the ready tasks of a run their locks, or parks their lanes. Joins the parts that do so: {@link ScopeLocks} is
 * what the run shares with others, {@link LockParking} orders the lanes that wait, {@link Overtaking} bounds how long
 * they do, and {@link LockWaits} answers what they wait for.
 *
 * <p>Guarded by the monitor of the table.
 */
final class RunLocks extends ScopeMember {

    private static final int NONE = -1;

    private final IndexedGraph graph;
    private final ReadyQueue ready;
    private final TaskTimes times;
    private final LockTable table;
    private final ScopeLocks scope;
    private final RetainedLocks retained;
    private final UrgentLanes urgent;
    private final LockParking parking;
    private final Overtaking overtaking;
    private final LockWaits waits;
    /** Whether the run has ended. */
    @GuardedBy("table")
    private boolean ended;

    /** How many bodies still run although the run has ended. */
    @GuardedBy("table")
    private int late;

    /** Adds the run to the scope of the table. */
    RunLocks(IndexedGraph graph, ReadyQueue ready, TaskTimes times, LockTable table, RunOwner owner) {
        super(owner);
        this.graph = graph;
        this.ready = ready;
        this.times = times;
        this.table = table;
        scope = new ScopeLocks(graph, this, table);
        retained = new RetainedLocks(graph);
        urgent = new UrgentLanes(graph, ready);
        parking = new LockParking(graph, ready, scope, retained, urgent);
        overtaking = new Overtaking(graph, ready, retained, urgent, parking, table.maxOvertaken());
        waits = new LockWaits(graph, ready, scope, retained, urgent, parking);
    }

    /** How many tasks need locks. */
    int tasks() {
        int tasks = 0;
        for (int lane = 0; lane < graph.lanes(); lane++) {
            tasks += graph.laneNeedsLocks(lane) ? graph.laneSize(lane) : 0;
        }
        return tasks;
    }

    /** Whether the task needs locks. */
    boolean needs(int task) {
        return graph.laneNeedsLocks(graph.lane(task));
    }

    /** A task that needs locks became ready in this step. */
    void arrived(int task, int step) {
        overtaking.arrived(task, step);
    }

    /** Takes the first task of an open lane, with its locks. If it lacks one, parks the lane and returns -1. */
    int takeOrPark(int lane) {
        int arrived = ready.firstInEntrance(lane);
        if (arrived != NONE) {
            return ready.passOver(arrived, lane) ? NONE : takeOrAdmit(arrived, lane);
        }
        int from = parking.withdraw(lane);
        int to = NONE;
        int task = NONE;
        int missing = parking.missing(lane);
        if (missing == NONE) {
            task = take(lane);
        } else {
            to = parking.park(lane, missing);
            times.parked(lane);
        }
        if (from != NONE && from != to) {
            parking.nominate(from);
        }
        return task;
    }

    /** Takes the first task of an entrance. If it lacks a lock, or others of its lane wait, admits it to its lane. */
    private int takeOrAdmit(int task, int entrance) {
        int lane = graph.lane(task);
        if (ready.first(lane) == NONE && parking.missing(lane) == NONE) {
            ready.pollEntrance(entrance);
            takeLocks(task);
            return task;
        }
        ready.admit(entrance);
        return NONE;
    }

    private int take(int lane) {
        if (ready.isUrgent(lane)) {
            urgent.remove(lane);
        }
        int task = ready.poll(lane);
        times.taken(task, lane);
        takeLocks(task);
        return task;
    }

    private void takeLocks(int task) {
        scope.take(task);
        overtaking.taken(task);
    }

    /** A task has ended and releases its locks. Tasks that wait for them are considered by {@link #examineReleased}. */
    void release(int task) {
        scope.release(task);
    }

    /** A task has failed and retains its locks. */
    void retain(int task) {
        List<Integer> doomed = retained.retain(task);
        scope.retain(task);
        overtaking.doomed(doomed);
    }

    /** Opens the lanes that wait for locks which may have become free since the last call, as far as they could go. */
    void examineReleased() {
        for (int lock = scope.nextToExamine(0); lock >= 0; lock = scope.nextToExamine(lock + 1)) {
            scope.examine(lock);
            parking.nominateForLock(lock);
        }
        scope.examinedAll();
    }

    /** Offers to other runs what this one has released or does not want, see {@link ScopeLocks#passOn}. */
    void passOn() {
        scope.passOn();
    }

    /** The failed task of this run that retains the lock; -1 if none does. */
    int retainer(int lock) {
        return retained.retainer(lock);
    }

    /** See {@link LockWaits#lockInTheWay}. Acquires the monitor. */
    int lockInTheWay(int task) {
        synchronized (table) {
            return waits.lockInTheWay(task);
        }
    }

    /** See {@link LockWaits#retainers}. */
    List<List<RunOwner>> retainers() {
        return waits.retainers();
    }

    /** See {@link LockWaits#awaitsOthers}. Acquires the monitor. */
    boolean awaitsOthers() {
        synchronized (table) {
            return waits.awaitsOthers();
        }
    }

    /** Sets whether a thread drives the run now. Acquires the monitor. */
    void setAttentive(boolean now) {
        synchronized (table) {
            attentive = now;
            if (!now) {
                passOn();
            }
        }
    }

    /** The run is over: passes on to other runs what they have left or offered to it. Acquires the monitor. */
    void giveWay() {
        synchronized (table) {
            passOn();
        }
    }

    /** A dispatched task will not run because its run is over: releases its locks. Acquires the monitor. */
    void dropped(int task) {
        synchronized (table) {
            if (!ended) { // otherwise the end of the run has released them
                releaseNow(task);
            }
        }
    }

    /**
     * The run ends, see {@link ScopeLocks#end}; the locks of running bodies are released later. Acquires the monitor.
     */
    List<Object> end(int[] running) {
        synchronized (table) {
            ended = true;
            late = running.length;
            List<Object> held = scope.end(running);
            leaveIfFree();
            return held;
        }
    }

    /** The body of a task has ended after its run: releases its locks. Acquires the monitor. */
    void endedLate(int task) {
        synchronized (table) {
            late--;
            releaseNow(task);
            leaveIfFree();
        }
    }

    @GuardedBy("table")
    private void leaveIfFree() {
        if (late == 0) {
            scope.leave();
        }
    }

    private void releaseNow(int task) {
        release(task);
        passOn();
    }

    @Override
    int waiting() {
        return ready.waiting();
    }

    @Override
    boolean isParkedFor(int lock) {
        return waits.isParkedFor(lock);
    }

    @Override
    boolean wants(int lock) {
        return waits.wants(lock);
    }

    @Override
    boolean couldTake(int lock) {
        return waits.couldTake(lock);
    }

    @Override
    void examineLater(int lock) {
        scope.examineLater(lock);
    }

    @Override
    void offered(int lock) {
        scope.examineLater(lock);
        owner.wake();
    }

    @Override
    void becameUrgentAt(int lock) {
        for (int other = 0; other < scope.size(); other++) {
            if (other != lock && wants(other)) {
                offered(other);
            }
        }
    }
}
