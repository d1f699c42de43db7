package io.pexen.internal.plan;

/**
 * A run that takes part in a lock scope: what the {@link LockTable} records of it, asks it and passes to it. A lock is
 * named here by the number that it has in this run.
 *
 * <p>Guarded by the monitor of the table, fields and methods.
 */
abstract class ScopeMember {

    final RunOwner owner;

    /** Its number in the order in which runs of the scope started. */
    long order;

    /** At how many locks other runs have overtaken it as often as they may. */
    int urgentWaits;

    /** Whether a thread drives the run now. Until one does, no lock is left to it. */
    boolean attentive;

    ScopeMember(RunOwner owner) {
        this.owner = owner;
    }

    /** Whether the run is driven, and so takes a lock that is left to it. */
    final boolean isAttentive() {
        return attentive && !owner.isOver();
    }

    /** How many of its ready tasks wait for a lock. */
    abstract int waiting();

    /** Whether tasks of the run wait for the lock, or are about to be examined. */
    abstract boolean isParkedFor(int lock);

    /**
     * Whether a task waits for the lock that could be dispatched if others left it the lock: its pool has room, and no
     * failed task, of this run or another, retains a lock that it needs.
     */
    abstract boolean wants(int lock);

    /** Whether {@link #wants} holds for a task for which the lock is free. */
    abstract boolean couldTake(int lock);

    /** The lock may be free; the run examines it when it is moved next, for whatever reason. */
    abstract void examineLater(int lock);

    /** The lock is offered to the run: it examines the lock soon, and takes it or passes the offer on. */
    abstract void offered(int lock);

    /**
     * The run is urgent at one more lock, and now goes before others, so it soon examines all other locks that it
     * wants.
     */
    abstract void becameUrgentAt(int lock);
}
