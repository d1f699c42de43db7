package io.pexen.internal.plan;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which runs hold, retain and wait for which lock, over all runs of one scope (rule 6.6). Its monitor guards all of it;
 * a move acquires it once for all that it processes and dispatches.
 *
 * <p>Within a run the planner orders the tasks that wait. Between runs this table does: a run that finds a lock taken
 * leaves a {@link Waiter}. A free lock is offered to one run at a time, the next that could take it; that run takes it,
 * or passes the offer on when it has examined the lock. So a release wakes one run, however many wait.
 *
 * <p>A run that others have overtaken at a lock as often as they may is <em>urgent</em> there, and goes before them
 * (rule 6.4). That counts only while the run is attentive, that is, while a thread drives it and it is not over, and
 * while its pool has room: a run that could not take the lock now must not keep others from it. Because such a run
 * takes the lock, or finds that it lacks another one, no run ever waits for another to decide.
 */
public final class LockTable {

    private final int maxOvertaken;

    @GuardedBy("this")
    private final Map<Object, Lock> locks = new HashMap<>();

    @GuardedBy("this")
    private final List<ScopeMember> members = new ArrayList<>();

    @GuardedBy("this")
    private long started;

    /** The scopes whose runs were started where a lock of this one was held. */
    @GuardedBy("LockTable.class")
    private final Set<LockTable> enclosed = Collections.newSetFromMap(new WeakHashMap<>());

    /** A lock of the scope. It is in the table as long as a run knows it. */
    static final class Lock {
        final Object key;
        /** How many tasks use the lock; -1 if one claims it. */
        int holders;
        /** How many runs know the lock. */
        int members;

        final List<Waiter> waiters = new ArrayList<>(0);
        /** The runs whose failed tasks retain the lock. */
        final List<RunOwner> retainers = new ArrayList<>(0);

        Lock(Object key) {
            this.key = key;
        }

        boolean isRetained() {
            return !retainers.isEmpty();
        }

        /** Whether those that hold the lock exclude one that claims it, or uses it. */
        boolean isTaken(boolean claim) {
            return claim ? holders != 0 : holders < 0;
        }
    }

    /** A run that waits for a lock, or has waited for it and may again. It stays until the run ends. */
    static final class Waiter {
        final ScopeMember member;
        /** The number of the lock in that run. */
        final int lock;
        /** How many tasks of other runs got the lock while this run wanted it. */
        int overtaken;
        /** Whether the lock has been offered to the run, which has not examined it yet. */
        boolean offered;

        Waiter(ScopeMember member, int lock) {
            this.member = member;
            this.lock = lock;
        }
    }

    /**
     * A scope without runs.
     *
     * @param maxOvertaken how often a task or a run is overtaken at a lock before it is urgent there
     */
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

    /** How many tasks, of all runs, wait for a lock. May miss what runs are doing at this moment. */
    public synchronized int waiting() {
        return members.stream().mapToInt(ScopeMember::waiting).sum();
    }

    /**
     * Adds a run that may need these locks. If a key throws from {@code equals} or {@code hashCode}, changes nothing.
     */
    @GuardedBy("this")
    Lock[] register(ScopeMember member, Object[] keys) {
        Lock[] mine = new Lock[keys.length];
        try {
            for (int i = 0; i < keys.length; i++) {
                mine[i] = locks.computeIfAbsent(keys[i], Lock::new);
            }
        } catch (Throwable e) {
            removeUnknown();
            throw e;
        }
        for (Lock lock : mine) {
            lock.members++;
        }
        members.add(member);
        member.order = started++;
        return mine;
    }

    /** Removes a run, which holds none of its locks any more. */
    @GuardedBy("this")
    void unregister(ScopeMember member, Lock[] mine) {
        members.remove(member);
        for (Lock lock : mine) {
            if (--lock.members == 0 && !removed(lock)) {
                removeUnknown();
            }
        }
    }

    @GuardedBy("this")
    private boolean removed(Lock lock) {
        try {
            return locks.remove(lock.key, lock);
        } catch (RuntimeException | Error e) { // thrown by the key, which is a user's
            return false;
        }
    }

    /** Removes the locks that no run knows, without calling their keys. */
    @GuardedBy("this")
    private void removeUnknown() {
        locks.values().removeIf(lock -> lock.members == 0);
    }

    /** A run takes the lock, and thereby overtakes those that want it. */
    @GuardedBy("this")
    void take(ScopeMember taking, Lock lock, boolean claim) {
        lock.holders = claim ? -1 : lock.holders + 1;
        for (int i = 0; i < lock.waiters.size(); i++) {
            Waiter waiter = lock.waiters.get(i);
            if (waiter.member == taking) {
                makeOrdinary(waiter);
            } else if (!isUrgent(waiter) && waiter.member.wants(waiter.lock)) {
                waiter.overtaken++;
                if (isUrgent(waiter)) {
                    waiter.member.urgentWaits++;
                    waiter.member.becameUrgentAt(waiter.lock);
                }
            }
        }
    }

    /** A holder of the lock releases it. {@link #offer} lets other runs know. */
    @GuardedBy("this")
    void release(Lock lock, boolean claim) {
        lock.holders = claim ? 0 : lock.holders - 1;
    }

    /** A failed task of the run retains the lock: runs that wait for it may wait for nothing, and examine it. */
    @GuardedBy("this")
    void retain(ScopeMember retaining, Lock lock) {
        if (!lock.retainers.contains(retaining.owner)) {
            lock.retainers.add(retaining.owner);
            for (Waiter waiter : lock.waiters) {
                if (waiter.member != retaining && waiter.member.isParkedFor(waiter.lock)) {
                    waiter.member.owner.wake();
                }
            }
            offer(lock, retaining); // it may have been left to a run that cannot get it any more
        }
    }

    /** A run ends: it waits for the lock no longer. */
    @GuardedBy("this")
    void stopWaiting(Lock lock, Waiter waiter) {
        lock.waiters.remove(waiter);
        makeOrdinary(waiter);
        offer(lock, waiter.member);
    }

    /**
     * Offers the lock to the next run that could take it as it is now, unless the lock is offered to that one already.
     *
     * @param by the run that has released the lock or has just examined it
     */
    @GuardedBy("this")
    void offer(Lock lock, ScopeMember by) {
        if (lock.holders < 0 || lock.waiters.isEmpty()) {
            return;
        }
        Waiter next = next(lock, by);
        if (next != null && !next.offered) {
            next.offered = true;
            next.member.offered(next.lock);
        }
    }

    @GuardedBy("this")
    private @Nullable Waiter next(Lock lock, ScopeMember by) {
        Waiter first = first(lock);
        for (int i = 0; i < lock.waiters.size(); i++) {
            Waiter waiter = lock.waiters.get(i);
            ScopeMember member = waiter.member;
            if (member == by) {
                continue;
            }
            if (!member.isAttentive()) {
                member.examineLater(waiter.lock);
            } else if (first == null || !goesBefore(first.member, member)) {
                if (member.couldTake(waiter.lock)) {
                    return waiter;
                }
                if (!member.wants(waiter.lock)) {
                    member.examineLater(waiter.lock);
                }
            }
        }
        return null;
    }

    /** Of the runs with precedence at the lock, the one that started first; null if there is none. */
    @GuardedBy("this")
    private @Nullable Waiter first(Lock lock) {
        Waiter first = null;
        for (int i = 0; i < lock.waiters.size(); i++) {
            Waiter waiter = lock.waiters.get(i);
            if ((first == null || waiter.member.order < first.member.order) && hasPrecedence(waiter)) {
                first = waiter;
            }
        }
        return first;
    }

    /**
     * Whether the lock is left to another run, which others have overtaken there as often as they may. Of runs that are
     * urgent, at whatever locks, the one that started first leaves none to the others: so they cannot wait for each
     * other.
     */
    @GuardedBy("this")
    boolean isLeftToAnother(ScopeMember member, Lock lock) {
        if (members.size() == 1) {
            return false; // asked for each lock of each task, and mostly there is no other run
        }
        for (Waiter waiter : lock.waiters) {
            if (goesBefore(waiter.member, member) && hasPrecedence(waiter)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the run is urgent at the lock, and could make use of that now. */
    @GuardedBy("this")
    private boolean hasPrecedence(Waiter waiter) {
        return isUrgent(waiter) && waiter.member.isAttentive() && waiter.member.wants(waiter.lock);
    }

    /** Whether the first run, which is urgent, goes before the other. */
    private static boolean goesBefore(ScopeMember first, ScopeMember other) {
        return first != other && (other.urgentWaits == 0 || first.order < other.order);
    }

    boolean isUrgent(Waiter waiter) {
        return waiter.overtaken >= maxOvertaken;
    }

    @GuardedBy("this")
    private void makeOrdinary(Waiter waiter) {
        if (isUrgent(waiter)) {
            waiter.member.urgentWaits--;
        }
        waiter.overtaken = 0;
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

    @GuardedBy("LockTable.class")
    private boolean encloses(LockTable other) {
        for (LockTable each : enclosed) {
            if (each.equals(other) || each.encloses(other)) {
                return true;
            }
        }
        return false;
    }
}
