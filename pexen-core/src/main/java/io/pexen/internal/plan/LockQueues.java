package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import io.pexen.internal.plan.LockTable.Lock;
import io.pexen.internal.plan.LockTable.Waiter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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

    private final IndexedGraph graph;
    private final Planner planner;
    private final ReadyQueue ready;
    private final TaskTimes times;
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

    private final UrgentLanes urgent;

    private final ArrivalQueue[] arrivals;
    private final @Nullable Waiter[] waiters;
    /** The locks that may have become free, and have not been looked at since. */
    private final BitSet released = new BitSet();
    /** The locks to offer to other runs when this one has taken what it wants of them. */
    private final BitSet passing = new BitSet();

    LockQueues(IndexedGraph graph, Planner planner, ReadyQueue ready, TaskTimes times, LockTable table) {
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
        candidate = new int[LockCode.count(keys.length) * pools];
        candidateOf = new int[graph.lanes()];
        this.times = times;
        Arrays.fill(candidate, NONE);
        Arrays.fill(candidateOf, NONE);
        parked = new LaneHeap[candidate.length];
        Arrays.setAll(parked, place -> new LaneHeap(ready.index));
        arrivals = new ArrivalQueue[LockCode.count(keys.length)];
        int[] wanted = wantedBy();
        for (int code = 0; code < arrivals.length; code++) {
            arrivals[code] = new ArrivalQueue(wanted[code], table.maxOvertaken(), this::mayBeOvertaken, stepOf);
        }
    }

    /** By lock code: how many tasks want the lock. */
    private int[] wantedBy() {
        int[] wanted = new int[LockCode.count(graph.locks())];
        for (int lane = 0; lane < graph.lanes(); lane++) {
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                wanted[graph.laneLock(at)] += graph.laneSize(lane);
            }
        }
        return wanted;
    }

    /** How many tasks need locks. */
    int tasks() {
        int tasks = 0;
        for (int lane = 0; lane < graph.lanes(); lane++) {
            tasks += graph.laneLockStart(lane) < graph.laneLockStart(lane + 1) ? graph.laneSize(lane) : 0;
        }
        return tasks;
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
            times.parked(lane);
            await(LockCode.lock(missing));
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
            Lock lock = locks[LockCode.lock(code)];
            if (lock.conflicts(LockCode.isClaim(code)) || isLeftToOthers(lane, code, lock)) {
                return code;
            }
        }
        return NONE;
    }

    private boolean isLeftToOthers(int lane, int code, Lock lock) {
        // A lock that this run keeps is nobody else's before the run has ended, so leaving it to others helps nobody.
        return urgent.goBefore(lane, code)
                || (kept.keeper(LockCode.lock(code)) == NONE && table.reservedForAnother(planner, lock));
    }

    private int take(int lane) {
        if (ready.isUrgent(lane)) {
            urgent.remove(lane);
        }
        int task = ready.poll(lane);
        times.taken(task, lane);
        grant(task, lane);
        return task;
    }

    private void grant(int task, int lane) {
        planner.dispatching(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            held[LockCode.lock(code)]++;
            table.take(this, locks[LockCode.lock(code)], LockCode.isClaim(code));
            if (!LockCode.isClaim(code)) {
                passing.set(LockCode.lock(code)); // others may share it
            }
        }
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            overtake(LockCode.claim(LockCode.lock(code)), stepOf[task]);
            overtake(LockCode.use(LockCode.lock(code)), LockCode.isClaim(code) ? stepOf[task] : 0);
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
            held[LockCode.lock(code)]--;
            released.set(LockCode.lock(code));
            passing.set(LockCode.lock(code));
            table.release(locks[LockCode.lock(code)], LockCode.isClaim(code));
        }
    }

    /**
     * Opens the best lane that is parked here and could go, if the lock is free for it and no better one is open already. Those
     * that lack another lock are parked there.
     */
    private void offer(int place) {
        LaneHeap here = parked[place];
        int code = place / pools;
        if (here.isEmpty() || locks[LockCode.lock(code)].conflicts(LockCode.isClaim(code))) {
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
        await(LockCode.lock(missing));
    }

    /**
     * The task has failed and keeps its locks until the end of the run. Those that need them are doomed; no lock is kept for
     * them any longer.
     */
    void keep(int task) {
        List<Integer> doomed = kept.keep(task);
        int keeping = graph.lane(task);
        for (int at = graph.laneLockStart(keeping); at < graph.laneLockStart(keeping + 1); at++) {
            table.kept(this, locks[LockCode.lock(graph.laneLock(at))]);
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
            offerLock(LockCode.lock(graph.laneLock(at)));
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
    boolean isParkedFor(int lock) {
        for (int place = place(LockCode.use(lock), 0); place < place(LockCode.use(lock + 1), 0); place++) {
            if (!parked[place].isEmpty() || candidate[place] != NONE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a lane waits for the lock that could go if others left it the lock: its pool has room, and no failed task, of this
     * run or another, keeps a lock from it.
     */
    boolean wants(int lock) {
        return wantsCode(LockCode.use(lock)) || wantsCode(LockCode.claim(lock));
    }

    /** As {@link #wants(int)}, and the lock is free for that lane. */
    boolean couldTake(int lock) {
        return (!locks[lock].conflicts(false) && wantsCode(LockCode.use(lock)))
                || (!locks[lock].conflicts(true) && wantsCode(LockCode.claim(lock)));
    }

    private boolean wantsCode(int code) {
        if (LockCode.isClaim(code) && locks[LockCode.lock(code)].isKept()) {
            return false;
        }
        for (int pool = 0; pool < pools; pool++) {
            if (ready.hasRoom(pool)
                    && (candidate[place(code, pool)] != NONE || couldGo(parked[place(code, pool)], code))) {
                return true;
            }
        }
        return false;
    }

    private boolean couldGo(LaneHeap lanes, int code) {
        for (int i = 0; i < lanes.size(); i++) {
            if (!kept.dooms(lanes.lane(i)) && !urgent.goBefore(lanes.lane(i), code)) {
                return true;
            }
        }
        return false;
    }

    /** Another run has let the lock go, and this one is next to look whether it can take it. */
    void offered(int lock) {
        released.set(lock);
        planner.wake();
    }

    /** The lock may be free now; this run cannot take it at this moment, and looks when it moves next. */
    void lookLater(int lock) {
        released.set(lock);
    }

    /** The run goes before others now that have waited less, so it looks at all locks that it waits for but this one. */
    void lookAgain(int but) {
        for (int lock = 0; lock < locks.length; lock++) {
            if (lock != but && wants(lock)) {
                offered(lock);
            }
        }
    }

    /** Looks at those that wait for locks which may have become free since the last call. */
    void offerReleased() {
        for (int lock = released.nextSetBit(0); lock >= 0; lock = released.nextSetBit(lock + 1)) {
            answerOffer(lock);
            offerLock(lock);
        }
        released.clear();
    }

    private void offerLock(int lock) {
        for (int place = place(LockCode.use(lock), 0); place < place(LockCode.use(lock + 1), 0); place++) {
            offer(place);
        }
    }

    private void answerOffer(int lock) {
        Waiter waiter = waiters[lock];
        if (waiter != null && waiter.offered) {
            waiter.offered = false;
            passing.set(lock);
        }
    }

    /**
     * Offers to other runs what this one has let go, or has been offered and not taken. At the end of each move, and when
     * nobody drives the run any more.
     */
    void passOn() {
        for (int lock = released.nextSetBit(0); lock >= 0; lock = released.nextSetBit(lock + 1)) {
            answerOffer(lock); // had no room to look
        }
        if (planner.exhausted > 0) {
            for (int lock = 0; lock < locks.length; lock++) {
                Waiter waiter = waiters[lock];
                if (waiter != null && waiter.passed >= table.maxOvertaken()) {
                    passing.set(lock); // others left it to this run, which may not want it any more
                }
            }
        }
        for (int lock = passing.nextSetBit(0); lock >= 0; lock = passing.nextSetBit(lock + 1)) {
            table.offer(locks[lock], this);
        }
        passing.clear();
    }

    /**
     * Whether lanes are parked that may go some time: their pool has room, and another run may let their lock go. Not those
     * that need a lock which a failed task of this run keeps.
     */
    boolean awaitsOthers() {
        for (int place = 0; place < parked.length; place++) {
            if (isAwaited(place)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAwaited(int place) {
        return ready.hasRoom(place % pools) && hasHope(parked[place]);
    }

    private boolean hasHope(LaneHeap lanes) {
        for (int i = 0; i < lanes.size(); i++) {
            if (!kept.dooms(lanes.lane(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * For each lock that this run waits for, the runs whose failed tasks keep it. Empty if one of them is kept by none, and so
     * will be let go, or if the run waits for no lock. Lanes that leave a free lock to an urgent one wait for what that waits for.
     */
    List<List<Planner>> keepers() {
        List<List<Planner>> keepers = new ArrayList<>();
        for (int place = 0; place < parked.length; place++) {
            if (isAwaited(place)) {
                int code = place / pools;
                Lock lock = locks[LockCode.lock(code)];
                boolean taken = lock.conflicts(LockCode.isClaim(code));
                if (couldGo(parked[place], code) && !(taken && lock.isKept())) {
                    return List.of();
                }
                if (taken && lock.isKept()) {
                    keepers.add(List.copyOf(lock.keepers));
                }
            }
        }
        return keepers;
    }

    /** The lock that a task which is still ready was waiting for: one that a failed task keeps, if there is one. */
    int lockInTheWay(int task) {
        int lane = graph.lane(task);
        int other = LockCode.lock(graph.laneLock(graph.laneLockStart(lane)));
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            if (kept.isKeptFrom(code)) {
                return LockCode.lock(code);
            }
            if (locks[LockCode.lock(code)].conflicts(LockCode.isClaim(code))) {
                other = LockCode.lock(code);
            }
        }
        return other;
    }

    /** The failed task that keeps a lock, or -1 if none of this run does. */
    int keeper(int lock) {
        return kept.keeper(lock);
    }

    /**
     * The run has ended: frees what it still holds, but for the locks of tasks whose bodies still run.
     *
     * @return the keys of the locks that it still held
     */
    List<Object> close(int[] running) {
        int[] keeping = new int[locks.length];
        for (int task : running) {
            int lane = graph.lane(task);
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                keeping[LockCode.lock(graph.laneLock(at))]++;
            }
        }
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < locks.length; i++) {
            locks[i].keepers.remove(planner);
            if (held[i] > 0) {
                kept.add(locks[i].key);
                while (held[i] > keeping[i]) {
                    held[i]--;
                    table.release(locks[i], locks[i].holders < 0);
                }
            }
            Waiter waiter = waiters[i];
            if (waiter != null) {
                table.stopWaiting(locks[i], waiter);
            }
            table.offer(locks[i], this);
        }
        return kept;
    }

    /** A task has ended after its run, or will not run as that is over: frees its locks at once. */
    void releaseNow(int task) {
        release(task);
        passOn();
    }

    /** The run holds no lock any more, and leaves the table. */
    void leave() {
        table.unregister(planner, locks);
    }
}
