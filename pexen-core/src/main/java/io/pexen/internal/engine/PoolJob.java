package io.pexen.internal.engine;

import io.pexen.pool.Job;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run that one pool executes: what the pool's workers do for the run. A run may use several pools.
 *
 * <p>A worker stays as long as it finds tasks, looks for more for a few microseconds, and leaves. The thread that has
 * held the combiner requests workers when there are more tasks than active workers. If other jobs wait for the pool, a
 * worker leaves after its task, and the job goes to the end of the pool's queue.
 */
final class PoolJob implements Job, WorkerFrame.Blocking {

    /** How many nested tasks a thread executes before another thread takes over. */
    private static final int MOST_NESTED = 32;

    final WorkerPool pool;
    final Dispatcher dispatcher;
    private final ActiveRun run;
    private final Map<String, @Nullable Object> preset;
    private final boolean timed;
    private final ActiveWorkers activeWorkers;
    private final BooleanSupplier moreWork = this::hasWorkForWorkers;
    private final BooleanSupplier request = this::requestWorker;

    /** Whether the driver of the run is a worker of the pool, while the thread that dispatches tasks need not be. */
    private volatile boolean servedByDriver;

    /**
     * Creates the job of one pool.
     *
     * @param preset the shared state of tasks whose parents passed on nothing
     * @param timed whether to record when bodies begin and end
     */
    PoolJob(
            ActiveRun run,
            WorkerPool pool,
            Dispatcher dispatcher,
            Map<String, @Nullable Object> preset,
            boolean timed) {
        this.run = run;
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.preset = preset;
        this.timed = timed;
        this.activeWorkers = new ActiveWorkers(dispatcher.workerSlots());
    }

    // Called by workers.

    /** Works for the run, as one more worker of it, until nothing is left to do or other jobs wait for the pool. */
    @Override
    public void run(Worker worker) {
        do {
            boolean wantedElsewhere = visit(worker);
            if (wantedElsewhere) {
                requestWorker(); // this worker, after the other jobs
                return;
            }
        } while (activeWorkers.leaveUnless(moreWork));
    }

    /** Works until nothing is left to do. Returns true if it stopped because other jobs wait for the worker. */
    private boolean visit(Worker worker) {
        WorkerSlot workerSlot = null;
        WorkerFrame frame = null;
        try {
            workerSlot = dispatcher.enter(worker);
            if (workerSlot == null) {
                return help(worker);
            }
            frame = WorkerFrame.enter(run, this, workerSlot, true);
            return work(workerSlot);
        } catch (Throwable e) {
            run.breakRun(run.failure("a worker", e));
            return false;
        } finally {
            if (frame != null) {
                frame.exit();
            }
            if (workerSlot != null) {
                // Before the worker is uncounted or requested again, so that the next one finds a worker slot.
                dispatcher.leave(workerSlot);
            }
        }
    }

    /** Like {@link #work}, for one task, when workers whose tasks wait for others occupy all worker slots. */
    private boolean help(Worker worker) {
        if (executeOne(worker, true)) {
            return worker.isWanted();
        }
        WorkerFrame frame = enterExtraSlot(worker, true); // so that another replaces it while a listener waits
        try {
            run.move(null);
        } finally {
            frame.exit();
        }
        return false;
    }

    private WorkerFrame enterExtraSlot(Worker worker, boolean active) {
        return WorkerFrame.enter(run, this, dispatcher.extra(worker), active);
    }

    private boolean work(WorkerSlot workerSlot) {
        Worker worker = workerSlot.worker();
        do {
            for (Slot slot = next(workerSlot); slot != null; slot = next(workerSlot)) {
                run.completed(slot, workerSlot.execute(slot, preset, timed), workerSlot);
                if (worker.isWanted() && workerSlot.assigned() == null && workerSlot.ahead.isEmpty()) {
                    return true;
                }
            }
            if (pool.isClosed() && dispatcher.waiting() > 0) {
                run.breakRun(new PoolClosedException(pool));
            }
        } while (findsWork(workerSlot));
        return false;
    }

    /** The next slot, whose task this worker has begun; null if there is none, or the pool is closed. */
    private @Nullable Slot next(WorkerSlot workerSlot) {
        Slot slot = workerSlot.assigned();
        while (slot == null && !pool.isClosed()) {
            Slot taken = take(workerSlot);
            if (taken == null) {
                return null;
            }
            slot = taken.begin(workerSlot.worker()) ? taken : null;
        }
        return slot;
    }

    private @Nullable Slot take(WorkerSlot workerSlot) {
        Slot slot = workerSlot.ahead.take();
        if (slot == null) {
            slot = dispatcher.takeAhead(workerSlot);
            if (slot == null) {
                return dispatcher.takeOne();
            }
            requestWorkers(Integer.MAX_VALUE); // a worker that has just left missed the moved tasks
        }
        return slot;
    }

    /** Looks for work for a moment. */
    private boolean findsWork(WorkerSlot workerSlot) {
        Spin.until(
                () -> hasWorkForWorkers() || run.isOver() || workerSlot.worker().isWanted());
        boolean found = hasWorkForWorkers();
        if (found) {
            run.move(workerSlot);
        }
        return found;
    }

    private boolean hasWorkForWorkers() {
        return !run.isOver() && (dispatcher.waiting() > 0 || run.canMove());
    }

    /**
     * Executes a task of the run on the calling thread, which is not otherwise a worker of the run; false if there was
     * none.
     */
    boolean executeOne(Worker worker) {
        return executeOne(worker, false);
    }

    private boolean executeOne(Worker worker, boolean active) {
        for (Slot slot = dispatcher.takeOne(); slot != null; slot = dispatcher.takeOne()) {
            if (pool.isClosed()) {
                run.breakRun(new PoolClosedException(pool));
                return true;
            }
            if (slot.begin(worker)) {
                WorkerFrame frame = enterExtraSlot(worker, active);
                try {
                    if (run.isOver()) {
                        run.stopBodies(); // the thread that ended the run may have looked before this task began
                    }
                    run.completed(slot, frame.workerSlot.execute(slot, preset, timed), null);
                } finally {
                    frame.exit();
                }
                return true;
            }
        }
        return false;
    }

    // Called by the pool.

    /** How many dispatched tasks wait for a worker. */
    @Override
    public int waiting() {
        return run.isOver() ? 0 : dispatcher.waiting();
    }

    /**
     * A request for a worker will not be fulfilled. Ends the run, unless the pool is open and no task needs the worker.
     */
    @Override
    public void drop(PexenException why) {
        activeWorkers.leave(); // before the tasks are read, so a new one is seen here or its dispatch requests a worker
        boolean driverComes = hasTaskForDriver() && !run.driverExecutes();
        if (why instanceof PoolClosedException || (hasWorkForWorkers() && !driverComes)) {
            run.breakRun(why);
        }
    }

    // Requests for workers.

    /** Requests workers if there are more tasks than active workers. */
    void requestWorkers(int tasks) {
        activeWorkers.join(tasks, request);
    }

    /** Requests a worker, which has been counted already; false if none will come, so that the run cannot continue. */
    private boolean requestWorker() {
        try {
            pool.execute(this);
            return true;
        } catch (Throwable e) { // a pool that fails must not end the thread that moves the run
            drop(e instanceof PexenException why ? why : refused(e));
            return false;
        }
    }

    private PexenException refused(Throwable e) {
        return new PexenException(
                "the run of sched \"" + run.schedName() + "\" cannot continue: pool \"" + pool.name()
                        + "\" failed to take work; see the cause",
                e);
    }

    /** Requests one more worker, if there may be more, whether or not tasks wait for it. */
    void requestOneMore() {
        if (activeWorkers.tryJoin(Integer.MAX_VALUE)) {
            requestWorker();
        }
    }

    @Override
    public void workerBlocked() {
        if (activeWorkers.leaveUnless(moreWork)) {
            requestWorker();
        }
    }

    @Override
    public void workerUnblocked() {
        activeWorkers.rejoin();
    }

    @Override
    public void driverBlocked() {
        if (hasWorkForWorkers()) {
            requestOneMore();
        }
    }

    // The driver as a worker.

    /** Whether only the driver of a run executes tasks of the pool. */
    static boolean needsDriver(WorkerPool pool) {
        Worker worker = pool.worker();
        return worker != null && !worker.isReplaceable();
    }

    /**
     * If the calling thread, the driver, is a worker of the pool that shall execute tasks of the run, that worker;
     * otherwise null. If another worker can replace the driver, it does so when the driver has something to do that no
     * other thread can (taking results, or executing tasks of a pool that cannot replace it) or when its stack already
     * holds many tasks.
     */
    @Nullable
    Worker driverAsWorker() {
        Worker worker = pool.worker();
        if (worker != null && worker.isReplaceable() && (run.driverIsNeeded() || WorkerFrame.nested() >= MOST_NESTED)) {
            worker = null;
        }
        if (run.usesSeveralPools() && servedByDriver != (worker != null)) {
            servedByDriver = worker != null;
        }
        return worker;
    }

    /**
     * Whether a task waits that the driver shall execute. In a run on one pool, a thread that dispatches a task while
     * the driver is parked is a worker, and executes the task itself; in a run on several pools, the driver may be the
     * only worker of the pool.
     */
    boolean hasTaskForDriver() {
        return servedByDriver && dispatcher.waiting() > 0;
    }
}
