package io.pexen.internal.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pexen.pool.Worker;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes dispatched tasks from the thread that holds the combiner to the workers of one pool: in the order of dispatch,
 * each to exactly one.
 *
 * <p>All tasks pass through one queue. A worker whose tasks are short takes its share of the waiting tasks at once, so
 * that it does not contend with the others for each task: guided self-scheduling (Polychronopoulos and Kuck, 1987).
 * Idle workers steal what it has taken ahead.
 *
 * <p>A run may use a pool of thousands of workers, so nothing here is created or scanned for each worker that might
 * come: worker slots are created for workers that do come, and idle workers look only into those that have ever taken
 * tasks ahead.
 */
final class Dispatcher {

    private final int poolIndex;
    private final boolean contended;
    private final SlotQueue queue;
    /**
     * The slots that exist, in the order in which they were created. Written by the thread that holds the combiner,
     * read by any thread.
     */
    private final AtomicReferenceArray<@Nullable Slot> slots;

    private final int workerSlots;
    /** How many tasks a worker may take ahead: its share of all that can be dispatched at a time. */
    private final int aheadCapacity;

    @GuardedBy("this")
    private final ArrayDeque<WorkerSlot> unused = new ArrayDeque<>();

    @GuardedBy("this")
    private int workerSlotsMade;

    /**
     * What workers have taken ahead, of those that have ever done so; as many as the count says, and only grows.
     * Written under the monitor of this.
     */
    private final SlotQueue[] stealable;

    private volatile int stealableCount;

    private final Owned owned = new Owned();

    /**
     * What is owned by the thread that holds the combiner. It writes this for each task, so it is not next to what idle
     * workers read all the time.
     */
    private static final class Owned extends Padded {

        final ArrayDeque<Slot> free = new ArrayDeque<>();
        int slotsMade;
        int outstanding;
        boolean readyLeft;
    }

    /**
     * Creates the dispatcher of one pool of a run.
     *
     * @param poolIndex the number of the pool in the run
     * @param workers how many workers the pool has
     * @param limit how many tasks may be dispatched at a time
     * @param contended whether threads that do not hold the combiner may drop tasks
     */
    Dispatcher(int poolIndex, int workers, int limit, boolean contended) {
        this.poolIndex = poolIndex;
        this.contended = contended;
        queue = new SlotQueue(limit);
        slots = new AtomicReferenceArray<>(limit);
        workerSlots = Math.min(workers, limit);
        aheadCapacity = limit / workerSlots;
        stealable = new SlotQueue[aheadCapacity > 1 ? workerSlots : 0];
    }

    // Called by the thread that holds the combiner.

    /**
     * How many tasks are dispatched and their results not processed, dropped tasks included. A thread that has just
     * released the combiner may call it, too.
     */
    int outstanding() {
        return owned.outstanding;
    }

    /**
     * Dispatches a task, for which there is room: to {@code mover}, the worker that holds the combiner, if it has no
     * task yet and none waits before this one; otherwise to the first worker that comes.
     */
    void dispatch(int index, Task task, @Nullable SharedState shared, @Nullable WorkerSlot mover) {
        Slot slot = owned.free.poll();
        if (slot == null) {
            slot = new Slot(poolIndex);
            slots.set(owned.slotsMade++, slot);
        }
        owned.outstanding++;
        slot.dispatch(index, task, shared);
        if (mover != null && mover.assigned() == null && queue.isEmpty()) {
            mover.assign(slot, contended);
        } else {
            queue.add(slot);
        }
    }

    /**
     * The worker that holds the combiner keeps moving the run, and leaves the task that it has assigned itself to
     * others.
     */
    void reclaim(WorkerSlot mover) {
        Slot slot = mover.unassign();
        if (slot != null) {
            if (slot.redispatch()) {
                queue.add(slot);
            } else {
                mover.keepAssigned(slot);
            }
        }
    }

    /** The result of the task in this slot has been processed. */
    void free(Slot slot) {
        owned.outstanding--;
        slot.free();
        owned.free.push(slot);
    }

    /** Whether ready tasks were left that could have been dispatched if there had been room. */
    boolean isReadyLeft() {
        return owned.readyLeft;
    }

    void readyLeft(boolean left) {
        owned.readyLeft = left;
    }

    // Called by any thread.

    /**
     * Drops all tasks that no worker has begun, then interrupts the others. May miss tasks that are being dispatched at
     * this moment.
     *
     * @param dropped receives the index of each dropped task, once
     */
    void cancel(IntConsumer dropped) {
        forEach(slot -> {
            if (slot.drop()) {
                dropped.accept(slot.index());
            }
        });
        forEach(Slot::interrupt); // only now: a worker freed earlier could take a task that is about to be dropped
    }

    /** Whether a worker has begun a task whose result has not been processed. */
    boolean hasRunning() {
        boolean[] any = {false};
        forEach(slot -> any[0] |= slot.isRunning());
        return any[0];
    }

    /** How many tasks the slots hold, whether begun or not; dropped ones are not counted. */
    int inFlight() {
        int[] count = {0};
        forEach(slot -> count[0] += slot.isInFlight() ? 1 : 0);
        return count[0];
    }

    /** Passes all existing slots to the consumer, free ones included. */
    void forEach(Consumer<Slot> consumer) {
        for (int i = 0; i < slots.length(); i++) {
            Slot slot = slots.get(i);
            if (slot == null) {
                return;
            }
            consumer.accept(slot);
        }
    }

    // Called by workers.

    /** A worker slot for a thread that executes one task only. */
    WorkerSlot extra(Worker worker) {
        WorkerSlot extra = new WorkerSlot(poolIndex, 1);
        extra.enter(worker);
        return extra;
    }

    /** How many workers can work for the run at a time. */
    int workerSlots() {
        return workerSlots;
    }

    /** A worker slot for the worker on whose thread this is called; null if all are used. */
    @Nullable
    WorkerSlot enter(Worker worker) {
        WorkerSlot workerSlot = unusedWorkerSlot();
        if (workerSlot != null) {
            workerSlot.enter(worker);
        }
        return workerSlot;
    }

    private synchronized @Nullable WorkerSlot unusedWorkerSlot() {
        WorkerSlot workerSlot = unused.poll();
        if (workerSlot == null && workerSlotsMade < workerSlots) {
            workerSlot = new WorkerSlot(poolIndex, aheadCapacity);
            workerSlotsMade++;
        }
        return workerSlot;
    }

    /** Returns the worker slot of the worker on whose thread this is called. */
    void leave(WorkerSlot workerSlot) {
        workerSlot.leave();
        synchronized (this) {
            unused.push(workerSlot);
        }
    }

    /**
     * Takes this worker's share of the waiting tasks at once, if there are many and they are short. Returns the first
     * of them, or null.
     */
    @Nullable
    Slot takeAhead(WorkerSlot workerSlot) {
        int share = share(queue.size());
        if (share < 2 || !workerSlot.hasShortTasks()) {
            return null;
        }
        if (!workerSlot.isStealable) { // before it has the tasks, so that a worker that looks for them finds this one
            addStealable(workerSlot);
        }
        return queue.take(share - 1, workerSlot.ahead);
    }

    /**
     * How many of the waiting tasks a worker may take at once. At most what it has room for: a queue that others change
     * while it is counted may be counted too long.
     */
    int share(int waiting) {
        return Math.min(waiting / workerSlots, aheadCapacity);
    }

    private synchronized void addStealable(WorkerSlot workerSlot) {
        workerSlot.isStealable = true;
        stealable[stealableCount] = workerSlot.ahead;
        stealableCount++;
    }

    /** The next task that waits for a worker; null if there is none. */
    @Nullable
    Slot takeOne() {
        Slot slot = queue.take();
        return slot != null ? slot : steal();
    }

    private @Nullable Slot steal() {
        int count = stealableCount;
        for (int i = 0; i < count; i++) {
            Slot slot = stealable[i].take();
            if (slot != null) {
                return slot;
            }
        }
        return null;
    }

    /** How many tasks wait for a worker. May miss what workers do at this moment. */
    int waiting() {
        int waiting = queue.size();
        int count = stealableCount;
        for (int i = 0; i < count; i++) {
            waiting += stealable[i].size();
        }
        return waiting;
    }
}
