package io.pexen.plan;

import io.pexen.graph.TaskGraph;
import io.pexen.plan.LockTable.Lock;
import io.pexen.plan.LockTable.Waiter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one run that wait for locks, and the bound on how often a task is overtaken.
 *
 * <p>A lane that lacks a lock is parked with it, in one of two heaps for each pool: lanes that would use it, and lanes that
 * would claim it. When the lock has been released, the best lane of each heap that could go becomes a candidate: it is opened, and taken
 * when its turn comes. Those before it that lack another lock are parked there instead. So a release costs a heap operation
 * for each lane that is examined, not one for each that waits.
 *
 * <p>Overtaking (rule 6.4): for each lock and each way to want it, the tasks that want it are kept in the order of
 * arrival, and with the oldest of them the arrival steps of the later ones that got the lock before it. When those are as
 * many as the bound, the oldest is urgent: it goes before all other tasks, and none that would keep it waiting gets any of
 * its locks, but for urgent tasks that are older. Tasks that became ready in the same step are not later than each other,
 * so among them priority alone decides. No task waits for a younger one, so urgent tasks cannot wait in a circle.
 *
 * <p>All methods are called under the monitor of the table.
 */
final class LockQueues {

    private static final int NONE = -1;

    private final TaskGraph graph;
    private final Planner planner;
    private final ReadyQueue ready;
    private final LockTable table;
    private final Lock[] locks;
    private final int[] held;
    private final KeptLocks kept;
    private final int pools;
    /** By task: the step in which it became ready. */
    private final int[] stepOf;

    /**
     * By place: the lanes parked there, and the one of them that is open as a candidate. A place is a lock code and a pool, so a
     * candidate whose pool is full keeps none of another pool waiting.
     */
    private final LaneHeap[] parked;

    private final int[] candidate;
    /** By lane: the place that it is the candidate of. */
    private final int[] candidateOf;

    /** By lane: whether, and since when, its first task lacks a lock. Empty if times are not kept. */
    private final boolean[] wasParked;

    private final long[] parkedSince;

    private final UrgentLanes urgent;

    private final ArrivalQueue[] arrivals;
    private final @Nullable Waiter[] waiters;
    /** The locks that have been released, by this run or another, and not been offered yet. */
    private final BitSet released = new BitSet();

    LockQueues(TaskGraph graph, Planner planner, ReadyQueue ready, LockTable table, boolean timed) {
        this.graph = graph;
        this.planner = planner;
        this.ready = ready;
        this.table = table;
        Object[] keys = new Object[graph.locks()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = graph.lockKey(i);
        }
        locks = table.register(planner, keys);
        held = new int[keys.length];
        kept = new KeptLocks(graph);
        urgent = new UrgentLanes(graph, ready);
        waiters = new @Nullable Waiter[keys.length];
        stepOf = new int[graph.size()];
        pools = ready.pools();
        candidate = new int[keys.length * 2 * pools];
        candidateOf = new int[graph.lanes()];
        wasParked = new boolean[timed ? graph.lanes() : 0];
        parkedSince = new long[timed ? graph.lanes() : 0];
        Arrays.fill(candidate, NONE);
        Arrays.fill(candidateOf, NONE);
        parked = new LaneHeap[candidate.length];
        Arrays.setAll(parked, place -> new LaneHeap(ready.index));
        arrivals = new ArrivalQueue[keys.length * 2];
        int[] wanted = wantedBy();
        for (int code = 0; code < arrivals.length; code++) {
            arrivals[code] = new ArrivalQueue(wanted[code], table.maxOvertaken(), this::mayBeOvertaken, stepOf);
        }
    }

    /** By lock code: how many tasks want the lock. */
    private int[] wantedBy() {
        int[] wanted = new int[graph.locks() * 2];
        for (int lane = 0; lane < graph.lanes(); lane++) {
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                wanted[graph.laneLock(at)] += graph.laneSize(lane);
            }
        }
        return wanted;
    }

    private boolean timed() {
        return parkedSince.length > 0;
    }

    private boolean mayBeOvertaken(int task) {
        return planner.isReady(task) && !kept.dooms(graph.lane(task));
    }

    /** A task that needs locks became ready, in this step. */
    void arrived(int task, int step) {
        stepOf[task] = step;
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            arrivals[graph.laneLock(at)].add(task);
        }
    }

    private int place(int code, int pool) {
        return code * pools + pool;
    }

    /** Takes the first task of an open lane, with its locks; if it lacks one, parks the lane and returns -1. */
    int takeOrPark(int lane) {
        int arrived = ready.firstInEntrance(lane);
        if (arrived != NONE) {
            return ready.passOver(arrived, lane) ? NONE : takeOrAdmit(arrived, lane);
        }
        int from = candidateOf[lane];
        if (from != NONE) {
            candidateOf[lane] = NONE;
            candidate[from] = NONE;
        }
        int task = NONE;
        int missing = missing(lane);
        if (missing == NONE) {
            task = take(lane);
        } else {
            ready.park(lane, parked[place(missing, ready.pool(lane))]);
            if (timed() && !wasParked[lane]) {
                wasParked[lane] = true;
                parkedSince[lane] = planner.now();
            }
            await(missing >> 1);
        }
        if (from != NONE && (missing == NONE || from != place(missing, ready.pool(lane)))) {
            offer(from);
        }
        return task;
    }

    /** Takes the task that is first in the entrance; if it lacks a lock, or others of its lane wait, lets it into its lane. */
    private int takeOrAdmit(int task, int entrance) {
        int lane = graph.lane(task);
        if (ready.first(lane) == NONE && missing(lane) == NONE) {
            ready.pollEntrance(entrance);
            grant(task, lane);
            return task;
        }
        ready.admit(entrance);
        return NONE;
    }

    /** The first lock code that the lane cannot have now, or NONE. */
    private int missing(int lane) {
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            Lock lock = locks[code >> 1];
            if (lock.conflicts(isClaim(code)) || isLeftToOthers(lane, code, lock)) {
                return code;
            }
        }
        return NONE;
    }

    private boolean isLeftToOthers(int lane, int code, Lock lock) {
        // A lock that this run keeps is nobody else's before the run has ended, so leaving it to others helps nobody.
        return urgent.goBefore(lane, code)
                || (kept.keeper(code >> 1) == NONE && table.reservedForAnother(planner, lock));
    }

    private int take(int lane) {
        if (ready.isUrgent(lane)) {
            urgent.remove(lane);
        }
        int task = ready.poll(lane);
        if (timed() && wasParked[lane]) {
            wasParked[lane] = false;
            planner.waitedForLocks(task, parkedSince[lane]);
        }
        grant(task, lane);
        return task;
    }

    private void grant(int task, int lane) {
        planner.dispatching(task);
        planner.barges = false;
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            held[code >> 1]++;
            table.take(this, locks[code >> 1], isClaim(code));
        }
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            overtake(code | 1, stepOf[task]);
            overtake(code & ~1, isClaim(code) ? stepOf[task] : 0);
        }
    }

    /** Notes that a task which arrived in this step got a lock, for those that want it in this way. */
    private void overtake(int code, int step) {
        int oldest = arrivals[code].overtakenBy(step);
        if (oldest != NONE && !ready.isUrgent(graph.lane(oldest))) {
            makeUrgent(oldest);
        }
    }

    private void makeUrgent(int task) {
        int lane = graph.lane(task);
        if (candidateOf[lane] != NONE) {
            candidate[candidateOf[lane]] = NONE;
            int from = candidateOf[lane];
            candidateOf[lane] = NONE;
            offer(from);
        }
        ready.makeUrgent(task);
        urgent.add(lane);
    }

    /** Releases the locks of a task that has ended. Who waits for them is looked at by {@link #offerReleased}. */
    void release(int task) {
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            held[code >> 1]--;
            released.set(code >> 1);
            table.release(this, locks[code >> 1], isClaim(code));
        }
    }

    /**
     * Opens the best lane that is parked here and could go, if the lock is free for it and no better one is open already. Those
     * that lack another lock are parked there.
     */
    private void offer(int place) {
        LaneHeap here = parked[place];
        int code = place / pools;
        if (here.isEmpty() || locks[code >> 1].conflicts(isClaim(code))) {
            return;
        }
        int before = candidate[place];
        long below = before == NONE ? Long.MAX_VALUE : ready.index.key[before];
        int lane = here.isOrdered() ? firstThatFits(place, below) : bestThatFits(place, below);
        if (lane != NONE) {
            if (before != NONE) { // stays open, but another one came since that goes before it
                candidateOf[before] = NONE;
            }
            ready.unpark(lane);
            candidate[place] = lane;
            candidateOf[lane] = place;
        }
    }

    /** Looks at the lanes in order until one fits, or the lock turns out to be left to others first. */
    private int firstThatFits(int place, long below) {
        int code = place / pools;
        LaneHeap here = parked[place];
        while (!here.isEmpty() && ready.index.key[here.peek()] < below) {
            int missing = missing(here.peek());
            if (missing == NONE) {
                return here.peek();
            }
            if (missing == code) {
                return NONE;
            }
            repark(here.peek(), missing);
        }
        return NONE;
    }

    private int bestThatFits(int place, long below) {
        int code = place / pools;
        LaneHeap here = parked[place];
        int best = NONE;
        long bestKey = below;
        for (int at = here.size() - 1; at >= 0; at--) {
            int lane = here.lane(at);
            if (ready.index.key[lane] < bestKey) {
                int missing = missing(lane);
                if (missing == NONE) {
                    best = lane;
                    bestKey = ready.index.key[lane];
                } else if (missing != code) {
                    repark(lane, missing);
                }
            }
        }
        return best;
    }

    private void repark(int lane, int missing) {
        ready.index.remove(lane);
        parked[place(missing, ready.pool(lane))].add(lane);
        await(missing >> 1);
    }

    /**
     * The task has failed and keeps its locks until the end of the run. Those that need them are doomed; no lock is kept for
     * them any longer.
     */
    void keep(int task) {
        List<Integer> doomed = kept.keep(task);
        int keeping = graph.lane(task);
        for (int at = graph.laneLockStart(keeping); at < graph.laneLockStart(keeping + 1); at++) {
            table.kept(this, locks[graph.laneLock(at) >> 1]);
        }
        for (int lane : doomed) {
            if (ready.isUrgent(lane)) {
                makeOrdinary(lane);
            }
        }
        for (int lane : doomed) { // who waited behind them may be the oldest now, and overtaken often enough
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                overtake(graph.laneLock(at), 0);
            }
        }
    }

    private void makeOrdinary(int lane) {
        ready.makeOrdinary(lane);
        urgent.remove(lane);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            offerLock(graph.laneLock(at) >> 1);
        }
    }

    private void await(int lock) {
        if (waiters[lock] == null) {
            Waiter waiter = new Waiter(this, lock);
            waiters[lock] = waiter;
            locks[lock].waiters.add(waiter);
        }
    }

    Planner planner() {
        return planner;
    }

    /** Whether a lane waits for the lock, or is about to look whether it can have it. */
    boolean wants(int lock) {
        for (int place = place(lock * 2, 0); place < place(lock * 2 + 2, 0); place++) {
            if (!parked[place].isEmpty() || candidate[place] != NONE) {
                return true;
            }
        }
        return false;
    }

    /** Another run has released a lock. */
    void releasedElsewhere(int lock) {
        if (!released.get(lock)) {
            released.set(lock);
            planner.wake();
        }
    }

    /** Looks at those that wait for locks which have been released since the last call, by this run or another. */
    void offerReleased() {
        for (int lock = released.nextSetBit(0); lock >= 0; lock = released.nextSetBit(lock + 1)) {
            offerLock(lock);
        }
        released.clear();
    }

    private void offerLock(int lock) {
        for (int place = place(lock * 2, 0); place < place(lock * 2 + 2, 0); place++) {
            offer(place);
        }
    }

    /** Nobody drives the run for a while: those that let it go first need not wait for it. */
    void turnAway() {
        for (int lock = 0; lock < locks.length; lock++) {
            table.turnAway(locks[lock], waiters[lock]);
        }
    }

    /** Tells those that let this run go first where it turns out not to want the lock any more, such as for a lack of others. */
    void turnAwayFromUnwanted() {
        for (int lock = 0; lock < locks.length; lock++) {
            table.turnAwayIfUnwanted(locks[lock], waiters[lock]);
        }
    }

    /** The run has waited long enough to go first now: locks that were left to others may be had. */
    void lookAgain() {
        for (int lock = 0; lock < locks.length; lock++) {
            if (wants(lock)) {
                releasedElsewhere(lock);
            }
        }
    }

    /**
     * The locks that lanes are parked with, and wait for alone: their pool has room, and another run may let the lock go. Not those
     * that a failed task of this one keeps.
     */
    Set<Lock> awaited() {
        Set<Lock> awaited = new LinkedHashSet<>();
        for (int i = 0; i < locks.length; i++) {
            if (isAwaited(i)) {
                awaited.add(locks[i]);
            }
        }
        return awaited;
    }

    private boolean isAwaited(int lock) {
        for (int place = place(lock * 2, 0); place < place(lock * 2 + 2, 0); place++) {
            if (ready.hasRoom(place % pools) && hasHope(parked[place])) {
                return true;
            }
        }
        return false;
    }

    private boolean hasHope(LaneHeap lanes) {
        for (int i = 0; i < lanes.size(); i++) {
            if (!kept.dooms(lanes.lane(i))) {
                return true;
            }
        }
        return false;
    }

    List<InTheWay> holds(Set<Lock> wanted) {
        List<InTheWay> holds = new ArrayList<>();
        for (int i = 0; i < locks.length; i++) {
            if (held[i] > 0 && wanted.contains(locks[i])) {
                holds.add(new InTheWay(planner, locks[i].key, held[i], kept.keeper(i) != NONE));
            }
        }
        return holds;
    }

    /** The lock that a task which is still ready was waiting for: one that a failed task keeps, if there is one. */
    int lockInTheWay(int task) {
        int lane = graph.lane(task);
        int other = graph.laneLock(graph.laneLockStart(lane)) >> 1;
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            if (kept.isKeptFrom(code)) {
                return code >> 1;
            }
            if (locks[code >> 1].conflicts(isClaim(code))) {
                other = code >> 1;
            }
        }
        return other;
    }

    /** The failed task that keeps a lock, or -1 if none of this run does. */
    int keeper(int lock) {
        return kept.keeper(lock);
    }

    /** The run has ended: frees what it still holds, and tells which locks those were. */
    Set<Object> close() {
        Set<Object> kept = new LinkedHashSet<>();
        for (int i = 0; i < locks.length; i++) {
            if (held[i] > 0) {
                kept.add(locks[i].key);
                while (held[i]-- > 0) {
                    table.release(this, locks[i], locks[i].holders < 0);
                }
            }
        }
        table.unregister(planner, locks, waiters);
        return kept;
    }

    static boolean isClaim(int code) {
        return (code & 1) == 1;
    }
}
