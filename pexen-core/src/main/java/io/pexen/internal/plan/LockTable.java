package io.pexen.internal.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which lock, over all runs of one scope (rule 6.6). Everything in it is guarded by its monitor; planners
 * take it for each decision that concerns locks.
 *
 * <p>Within a run the planner orders the tasks that wait. Between runs this table does: a run that finds a lock taken
 * leaves a {@link Waiter}. A free lock is offered to one run at a time, the next that could take it; that run takes it,
 * or passes the offer on when it has looked. So a release wakes one run, however many wait.
 *
 * <p>A run that others have passed too often at a lock goes before them (rule 6.4). That counts only while the run is
 * attentive, that is, while somebody drives it and it is not over, and while its pool has room: a run that could not
 * take the lock now must not keep others from it. As such a run does take the lock, or finds that it lacks another one,
 * no run ever waits for another to make up its mind.
 */
public final class LockTable {

    private final Map<Object, Lock> locks = new HashMap<>();
    private final List<Planner> planners = new ArrayList<>();
    private final int maxOvertaken;
    private long registered;

    /** The scopes whose runs were started where a lock of this one was held. Guarded by the class. */
    private final Set<LockTable> enclosed = Collections.newSetFromMap(new WeakHashMap<>());

    /** A lock of the scope. It is here as long as some run may need it. */
    static final class Lock {
        final Object key;
        /** How many share the lock; -1 if one has it alone. */
        int holders;
        /** How many planners know the lock. */
        int planners;

        final List<Waiter> waiters = new ArrayList<>(0);
        /** The runs whose failed tasks keep the lock until they end. */
        final List<Planner> keepers = new ArrayList<>(0);

        Lock(Object key) {
            this.key = key;
        }

        boolean isKept() {
            return !keepers.isEmpty();
        }

        boolean conflicts(boolean claim) {
            return claim ? holders != 0 : holders < 0;
        }
    }

    /** A run that waits for a lock, or has waited for it and may again. It stays until the run ends. */
    static final class Waiter {
        final LockQueues queues;
        final int lock;
        /** How many tasks of other runs got the lock while this run waited for it. */
        int passed;
        /** Whether the lock has been offered to the run, which has not looked yet. */
        boolean offered;

        Waiter(LockQueues queues, int lock) {
            this.queues = queues;
            this.lock = lock;
        }
    }

    public LockTable(int maxOvertaken) {
        this.maxOvertaken = maxOvertaken;
    }

    int maxOvertaken() {
        return maxOvertaken;
    }

    /** How many locks are held. */
    public synchronized int held() {
        int held = 0;
        for (Lock lock : locks.values()) {
            held += lock.holders != 0 ? 1 : 0;
        }
        return held;
    }

    /** How many tasks, of all runs, wait for a lock. What runs are doing at this moment may be missed. */
    public synchronized int waiting() {
        return planners.stream().mapToInt(Planner::waitingForLocks).sum();
    }

    /**
     * Adds a run that may need these locks. If a key throws from {@code equals} or {@code hashCode}, nothing has
     * changed.
     */
    Lock[] register(Planner planner, Object[] keys) {
        Lock[] mine = new Lock[keys.length];
        try {
            for (int i = 0; i < keys.length; i++) {
                mine[i] = locks.computeIfAbsent(keys[i], Lock::new);
            }
        } catch (Throwable e) {
            removeUnused();
            throw e;
        }
        for (Lock lock : mine) {
            lock.planners++;
        }
        planners.add(planner);
        planner.order = registered++;
        return mine;
    }

    /** Takes the run away. It holds none of the locks any more. */
    void unregister(Planner planner, Lock[] mine) {
        planners.remove(planner);
        for (Lock lock : mine) {
            if (--lock.planners == 0 && !removed(lock)) {
                removeUnused();
            }
        }
    }

    private boolean removed(Lock lock) {
        try {
            return locks.remove(lock.key, lock);
        } catch (RuntimeException | Error e) { // thrown by the key, which is a user's
            return false;
        }
    }

    /** Removes locks that no run knows without asking their keys for anything. */
    private void removeUnused() {
        locks.values().removeIf(lock -> lock.planners == 0);
    }

    /** The run waits for the lock no more, since it ends. */
    void stopWaiting(Lock lock, Waiter waiter) {
        lock.waiters.remove(waiter);
        givePrecedenceUp(waiter);
        offer(lock, waiter.queues);
    }

    private void givePrecedenceUp(Waiter waiter) {
        if (waiter.passed >= maxOvertaken) {
            waiter.queues.planner().exhausted--;
        }
        waiter.passed = 0;
    }

    /**
     * Whether another run has waited for the lock long enough to get it before this one. Of runs that have both waited
     * long enough, for whatever lock, the one that started first is not kept from any: so they cannot wait for each
     * other.
     */
    boolean reservedForAnother(Planner planner, Lock lock) {
        if (planners.size() == 1) {
            return false; // asked for each lock of each task: mostly there is no other run
        }
        for (Waiter waiter : lock.waiters) {
            if (goesBefore(waiter, planner) && hasPrecedence(waiter)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasPrecedence(Waiter waiter) {
        return waiter.passed >= maxOvertaken
                && waiter.queues.planner().isAttentive()
                && waiter.queues.wants(waiter.lock);
    }

    private static boolean goesBefore(Waiter first, Planner planner) {
        Planner other = first.queues.planner();
        return other != planner && (planner.exhausted == 0 || other.order < planner.order);
    }

    void take(LockQueues taking, Lock lock, boolean claim) {
        lock.holders = claim ? -1 : lock.holders + 1;
        for (int i = 0; i < lock.waiters.size(); i++) {
            Waiter waiter = lock.waiters.get(i);
            if (waiter.queues == taking) {
                givePrecedenceUp(waiter);
            } else if (waiter.passed < maxOvertaken
                    && waiter.queues.wants(waiter.lock)
                    && ++waiter.passed == maxOvertaken) {
                waiter.queues.planner().exhausted++;
                waiter.queues.lookAgain(waiter.lock);
            }
        }
    }

    void release(Lock lock, boolean claim) {
        lock.holders = claim ? 0 : lock.holders - 1;
    }

    /** A failed task keeps the lock: runs that wait for it may have to wait in vain, and look. */
    void kept(LockQueues keeping, Lock lock) {
        if (!lock.keepers.contains(keeping.planner())) {
            lock.keepers.add(keeping.planner());
            for (Waiter waiter : lock.waiters) {
                if (waiter.queues != keeping && waiter.queues.isParkedFor(waiter.lock)) {
                    waiter.queues.planner().wake();
                }
            }
            offer(lock, keeping); // what was left to a run that cannot get it any more
        }
    }

    /**
     * Offers the lock to the next run that could take it as it is now, unless it has been offered to that one already.
     *
     * @param by the run that has released the lock or has just looked at it
     */
    void offer(Lock lock, LockQueues by) {
        if (lock.holders < 0 || lock.waiters.isEmpty()) {
            return;
        }
        Waiter next = next(lock, by);
        if (next != null && !next.offered) {
            next.offered = true;
            next.queues.offered(next.lock);
        }
    }

    private @Nullable Waiter next(Lock lock, LockQueues by) {
        Waiter first = first(lock);
        for (int i = 0; i < lock.waiters.size(); i++) {
            Waiter waiter = lock.waiters.get(i);
            LockQueues queues = waiter.queues;
            if (queues == by) {
                continue;
            }
            if (!queues.planner().isAttentive()) {
                queues.lookLater(waiter.lock);
            } else if (first == null || !goesBefore(first, queues.planner())) {
                if (queues.couldTake(waiter.lock)) {
                    return waiter;
                }
                if (!queues.wants(waiter.lock)) {
                    queues.lookLater(waiter.lock);
                }
            }
        }
        return null;
    }

    /** The waiter with precedence whose run started first, or null. */
    private @Nullable Waiter first(Lock lock) {
        Waiter first = null;
        for (int i = 0; i < lock.waiters.size(); i++) {
            Waiter waiter = lock.waiters.get(i);
            if ((first == null || waiter.queues.planner().order < first.queues.planner().order)
                    && hasPrecedence(waiter)) {
                first = waiter;
            }
        }
        return first;
    }

    /**
     * Whether a run of another scope may be started where a lock of this one is held. If so, records it: from then on
     * the two scopes nest in this order only, so runs of them cannot wait for each other in a cycle.
     */
    public boolean mayEnclose(LockTable inner) {
        synchronized (LockTable.class) {
            if (inner.encloses(this)) {
                return false;
            }
            enclosed.add(inner);
            return true;
        }
    }

    private boolean encloses(LockTable other) {
        return enclosed.contains(other) || enclosed.stream().anyMatch(each -> each.encloses(other));
    }
}
