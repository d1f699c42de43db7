package io.pexen.internal.plan;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.index.LockCode;
import io.pexen.internal.plan.LockTable.Lock;
import io.pexen.internal.plan.LockTable.Waiter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a scope as one run sees them: its own numbers for them, what it holds, where it waits, and what it has
 * yet to examine or to offer to other runs.
 *
 * <p>Guarded by the monitor of the table, which {@link RunLocks} acquires or the caller of the {@link Planner} holds.
 * Error Prone checks this for the table itself, but cannot follow it through several classes.
 */
@SuppressWarnings("GuardedBy")
final class ScopeLocks {

    private final IndexedGraph graph;
    private final ScopeMember member;
    private final LockTable table;
    private final Lock[] locks;
    /** By lock: how many tasks of this run hold it. */
    private final int[] held;

    private final @Nullable Waiter[] waiters;
    /** The locks that may have become free and have not been examined since. */
    private final BitSet toExamine = new BitSet();
    /** The locks to offer to other runs, when this one has taken what it wants of them. */
    private final BitSet toPassOn = new BitSet();

    /** Adds the run to the scope. */
    ScopeLocks(IndexedGraph graph, ScopeMember member, LockTable table) {
        this.graph = graph;
        this.member = member;
        this.table = table;
        Object[] keys = new Object[graph.locks()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = graph.lockKey(i);
        }
        locks = table.register(member, keys);
        held = new int[keys.length];
        waiters = new @Nullable Waiter[keys.length];
    }

    /** How many locks there are; their numbers begin at 0. */
    int size() {
        return locks.length;
    }

    /** Whether tasks of any run hold the lock so that those of this code cannot have it. */
    boolean isTaken(int code) {
        return locks[LockCode.lock(code)].isTaken(LockCode.isClaim(code));
    }

    /** Whether the lock is left to another run that has been overtaken there. */
    boolean isLeftToAnother(int lock) {
        return table.isLeftToAnother(member, locks[lock]);
    }

    /** Whether a failed task of any run retains the lock. */
    boolean isRetained(int lock) {
        return locks[lock].isRetained();
    }

    /** The runs whose failed tasks retain the lock. */
    List<RunOwner> retainers(int lock) {
        return List.copyOf(locks[lock].retainers);
    }

    /** A task takes its locks, all of which are free for it. */
    void take(int task) {
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            int lock = LockCode.lock(code);
            held[lock]++;
            table.take(member, locks[lock], LockCode.isClaim(code));
            if (!LockCode.isClaim(code)) {
                passOnLater(lock); // other runs may use it, too
            }
        }
    }

    /** A task releases its locks. */
    void release(int task) {
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            int code = graph.laneLock(at);
            int lock = LockCode.lock(code);
            held[lock]--;
            toExamine.set(lock);
            passOnLater(lock);
            table.release(locks[lock], LockCode.isClaim(code));
        }
    }

    private void passOnLater(int lock) {
        if (locks[lock].members > 1) { // a run that joins the scope later examines the lock itself
            toPassOn.set(lock);
        }
    }

    /** A task has failed and retains its locks. */
    void retain(int task) {
        int lane = graph.lane(task);
        for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
            table.retain(member, locks[LockCode.lock(graph.laneLock(at))]);
        }
    }

    /** A task of the run waits for the lock: from now on other runs offer it to this one. */
    void await(int lock) {
        if (waiters[lock] == null) {
            Waiter waiter = new Waiter(member, lock);
            waiters[lock] = waiter;
            locks[lock].waiters.add(waiter);
        }
    }

    /** The lock may have become free. */
    void examineLater(int lock) {
        toExamine.set(lock);
    }

    /** The first lock, of this number or above, that may have become free; -1 if there is none. */
    int nextToExamine(int from) {
        return toExamine.nextSetBit(from);
    }

    /** The run examines the lock. If that was offered, another run is offered it at the end of the move. */
    void examine(int lock) {
        Waiter waiter = waiters[lock];
        if (waiter != null && waiter.offered) {
            waiter.offered = false;
            toPassOn.set(lock);
        }
    }

    /** The run has examined all locks that may have become free. */
    void examinedAll() {
        toExamine.clear();
    }

    /**
     * Offers to other runs what this one has released, or has been offered and has not taken. At the end of each move,
     * and when no thread drives the run any more.
     */
    void passOn() {
        for (int lock = nextToExamine(0); lock >= 0; lock = nextToExamine(lock + 1)) {
            examine(lock); // its pool had no room, so it was not examined, and the offer goes to another run
        }
        if (member.urgentWaits > 0) {
            for (int lock = 0; lock < locks.length; lock++) {
                Waiter waiter = waiters[lock];
                if (waiter != null && table.isUrgent(waiter)) {
                    toPassOn.set(lock); // it was left to this run, which may not want it any more
                }
            }
        }
        for (int lock = toPassOn.nextSetBit(0); lock >= 0; lock = toPassOn.nextSetBit(lock + 1)) {
            table.offer(locks[lock], member);
        }
        toPassOn.clear();
    }

    /**
     * The run has ended: releases what it still holds, except for the locks of tasks whose bodies still run.
     *
     * @return the keys of the locks that it still held
     */
    List<Object> end(int[] running) {
        int[] heldByBodies = new int[locks.length];
        for (int task : running) {
            int lane = graph.lane(task);
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                heldByBodies[LockCode.lock(graph.laneLock(at))]++;
            }
        }
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < locks.length; i++) {
            locks[i].retainers.remove(member.owner);
            if (held[i] > 0) {
                keys.add(locks[i].key);
                while (held[i] > heldByBodies[i]) {
                    held[i]--;
                    table.release(locks[i], locks[i].holders < 0);
                }
            }
            Waiter waiter = waiters[i];
            if (waiter != null) {
                table.stopWaiting(locks[i], waiter);
            }
            table.offer(locks[i], member);
        }
        return keys;
    }

    /** Removes the run, which holds no lock any more, from the scope. */
    void leave() {
        table.unregister(member, locks);
    }
}
