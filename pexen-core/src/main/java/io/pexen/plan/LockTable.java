package io.pexen.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which lock, over all runs of one scope (rule 6.6). Everything in it is guarded by its monitor; planners take
 * it for each decision that concerns locks.
 *
 * <p>Within a run the planner orders those that wait. Between runs this table does: a run that finds a lock taken leaves
 * a {@link Waiter}, is told of each release, and gets the lock next when others have passed it too often (rule 6.4). A
 * waiter counts only while its run is attentive, that is, while somebody drives it: a consumer that is busy with a result
 * must not keep others from a lock.
 */
public final class LockTable {

    private final Map<Object, Lock> locks = new HashMap<>();
    private final List<Planner> planners = new ArrayList<>();
    private final int maxOvertaken;
    private long registered;

    /** A lock of the scope. It is here as long as some run may need it. */
    static final class Lock {
        final Object key;
        /** How many share the lock; -1 if one has it alone. */
        int holders;
        /** How many planners know the lock. */
        int planners;

        final List<Waiter> waiters = new ArrayList<>(0);

        Lock(Object key) {
            this.key = key;
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
        /** Whether others, when they last were told of it, were to leave the lock to this run. */
        boolean wanted;

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

    Lock[] register(Planner planner, Object[] keys) {
        planners.add(planner);
        planner.order = registered++;
        Lock[] mine = new Lock[keys.length];
        for (int i = 0; i < keys.length; i++) {
            mine[i] = locks.computeIfAbsent(keys[i], Lock::new);
            mine[i].planners++;
        }
        return mine;
    }

    void unregister(Planner planner, Lock[] mine, @Nullable Waiter[] waiters) {
        planners.remove(planner);
        for (int i = 0; i < mine.length; i++) {
            Waiter waiter = waiters[i];
            if (waiter != null) {
                mine[i].waiters.remove(waiter);
                givePrecedenceUp(waiter, mine[i]);
            }
            if (--mine[i].planners == 0) {
                locks.remove(mine[i].key);
            }
        }
    }

    private void givePrecedenceUp(Waiter waiter, Lock lock) {
        if (waiter.passed >= maxOvertaken) {
            waiter.queues.planner().exhausted--;
            tell(waiter.queues, lock);
        }
        waiter.passed = 0;
    }

    /**
     * Whether another run has waited for the lock long enough to get it before this one. Of runs that have both waited long
     * enough, for whatever lock, the one that started first is not kept from any: so they cannot wait for each other.
     */
    boolean reservedForAnother(Planner planner, Lock lock) {
        if (planners.size() == 1) {
            return false; // asked for each lock of each task: mostly there is no other run
        }
        for (Waiter waiter : lock.waiters) {
            if (goesBefore(waiter, planner)) {
                return true;
            }
        }
        return false;
    }

    private boolean goesBefore(Waiter waiter, Planner planner) {
        Planner other = waiter.queues.planner();
        return other != planner
                && !planner.barges
                && waiter.passed >= maxOvertaken
                && other.isAttentive()
                && waiter.queues.wants(waiter.lock)
                && (planner.exhausted == 0 || other.order < planner.order);
    }

    void take(LockQueues taking, Lock lock, boolean claim) {
        lock.holders = claim ? -1 : lock.holders + 1;
        for (int i = 0; i < lock.waiters.size(); i++) {
            Waiter waiter = lock.waiters.get(i);
            if (waiter.queues == taking) {
                givePrecedenceUp(waiter, lock);
            } else if (waiter.passed < maxOvertaken
                    && waiter.queues.wants(waiter.lock)
                    && ++waiter.passed == maxOvertaken) {
                waiter.wanted = true;
                waiter.queues.planner().exhausted++;
                waiter.queues.lookAgain();
            }
        }
    }

    void release(LockQueues releasing, Lock lock, boolean claim) {
        lock.holders = claim ? 0 : lock.holders - 1;
        tell(releasing, lock);
    }

    /** A failed task keeps the lock: who waits for it may have to wait in vain, and looks. */
    void kept(LockQueues keeping, Lock lock) {
        tell(keeping, lock);
    }

    /** Tells the other runs that want the lock that they may look again. */
    private static void tell(LockQueues telling, Lock lock) {
        for (int i = 0; i < lock.waiters.size(); i++) { // mostly the one of this run alone
            Waiter waiter = lock.waiters.get(i);
            if (waiter.queues != telling && waiter.queues.wants(waiter.lock)) {
                waiter.queues.releasedElsewhere(waiter.lock);
            }
        }
    }

    /** Nobody drives the run for a while: who let it go first may take the lock, and is told. */
    void turnAway(Lock lock, @Nullable Waiter waiter) {
        if (waiter != null && waiter.passed >= maxOvertaken) {
            tell(waiter.queues, lock);
        }
    }

    /**
     * A run has looked at what it waits for. If it turns out not to want the lock any more, who let it go first may take it,
     * and is told: once, or two runs would tell each other without end.
     */
    void turnAwayIfUnwanted(Lock lock, @Nullable Waiter waiter) {
        if (waiter != null && waiter.passed >= maxOvertaken) {
            boolean wants = waiter.queues.wants(waiter.lock);
            if (waiter.wanted && !wants) {
                tell(waiter.queues, lock);
            }
            waiter.wanted = wants;
        }
    }

    /** The other runs of the scope that hold one of these locks, or get one before this one. */
    List<InTheWay> inTheWay(Planner asking, Set<Lock> wanted) {
        List<InTheWay> inTheWay = new ArrayList<>();
        for (Planner planner : planners) {
            if (planner != asking) {
                inTheWay.addAll(planner.holds(wanted));
            }
        }
        for (Lock lock : wanted) {
            for (Waiter waiter : lock.waiters) {
                if (goesBefore(waiter, asking)) {
                    inTheWay.add(new InTheWay(waiter.queues.planner(), null, 0, false));
                }
            }
        }
        return inTheWay;
    }
}
