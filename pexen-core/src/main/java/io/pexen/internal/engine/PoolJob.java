package io.pexen.internal.engine;

import io.pexen.pool.Job;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run that one pool executes: what the pool's workers do for the run. A run may use several pools.
 *
 * <p>A worker stays as long as it finds tasks, looks for more for a few microseconds, and leaves. The thread that has
 * held the combiner requests workers when there are more tasks than active workers. If other jobs wait for the pool, a
 * worker leaves after its task, and the job goes to the end of the pool's queue.
 */
final class PoolJob implements Job {

    /** How many nested tasks a thread executes before another thread takes over. */
    private static final int MOST_NESTED = 32;

    final Engine engine;
    final WorkerPool pool;
    final Dispatcher dispatcher;
    private final ActiveWorkers activeWorkers;

    /** Whether the driver of the run is a worker of the pool, while the thread that dispatches tasks need not be. */
    private volatile boolean servedByDriver;

    /**
     * Creates the job of one pool.
     *
     * @param limit how many tasks may be dispatched at a time
     */
    PoolJob(Engine engine, WorkerPool pool, int limit) {
        this.engine = engine;
        this.pool = pool;
        this.dispatcher = new Dispatcher(this, pool.workers(), limit);
        this.activeWorkers = new ActiveWorkers(dispatcher.workerSlots());
    }

    /** Works for the run, as one more worker of it, until nothing is left to do or other jobs wait for the pool. */
    @Override
    public void run(Worker worker) {
        do {
            boolean wantedElsewhere = visit(worker);
            if (wantedElsewhere) {
                requestWorker(); // this worker, after the other jobs
                return;
            }
            activeWorkers.leave();
        } while (hasWorkForWorkers() && activeWorkers.tryJoin(Integer.MAX_VALUE));
    }

    /** Works until nothing is left to do. Returns true if it stopped because other jobs wait for the worker. */
    private boolean visit(Worker worker) {
        WorkerSlot workerSlot = null;
        try {
            workerSlot = dispatcher.enter(worker);
            return workerSlot != null ? work(workerSlot) : help(worker);
        } catch (Throwable e) {
            engine.breakRun(engine.failure("a worker", e));
            return false;
        } finally {
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
        WorkerSlot workerSlot = new WorkerSlot(this, 1); // so that another worker can replace it while a listener waits
        workerSlot.enter(worker);
        workerSlot.activate();
        try {
            engine.move(null);
        } finally {
            workerSlot.leave();
        }
        return false;
    }

    private boolean work(WorkerSlot workerSlot) {
        workerSlot.activate();
        Worker worker = workerSlot.worker();
        do {
            for (Slot slot = next(workerSlot); slot != null; slot = next(workerSlot)) {
                engine.completed(slot, workerSlot.execute(slot), workerSlot);
                if (worker.isWanted() && workerSlot.assigned() == null && workerSlot.ahead.isEmpty()) {
                    return true;
                }
            }
            if (pool.isClosed() && dispatcher.waiting() > 0) {
                engine.breakRun(new PoolClosedException(pool));
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
        Spin.until(() ->
                hasWorkForWorkers() || engine.isOver() || workerSlot.worker().isWanted());
        boolean found = hasWorkForWorkers();
        if (found) {
            engine.move(workerSlot);
        }
        return found;
    }

    private boolean hasWorkForWorkers() {
        return !engine.isOver() && (dispatcher.waiting() > 0 || engine.canMove());
    }

    /** How many dispatched tasks wait for a worker. */
    @Override
    public int waiting() {
        return engine.isOver() ? 0 : dispatcher.waiting();
    }

    /**
     * A request for a worker will not be fulfilled. Ends the run, unless the pool is open and no task needs the worker.
     */
    @Override
    public void drop(PexenException why) {
        activeWorkers.leave(); // before the tasks are read, so a new one is seen here or its dispatch requests a worker
        boolean driverComes = hasTaskForDriver() && !engine.driverExecutes();
        if (why instanceof PoolClosedException || (hasWorkForWorkers() && !driverComes)) {
            engine.breakRun(why);
        }
    }

    /** Requests workers if there are more tasks than active workers. */
    void requestWorkers(int tasks) {
        boolean answers = true;
        while (answers && activeWorkers.tryJoin(tasks)) {
            answers = requestWorker();
        }
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
                "the run of sched \"" + engine.schedName() + "\" cannot go on: pool \"" + pool.name()
                        + "\" failed to take work; see the cause",
                e);
    }

    /** Requests one more worker, if there may be more, whether or not tasks wait for it. */
    void requestOneMore() {
        if (activeWorkers.tryJoin(Integer.MAX_VALUE)) {
            requestWorker();
        }
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
        if (worker != null && worker.isReplaceable() && (engine.driverIsNeeded || WorkerSlot.nested() >= MOST_NESTED)) {
            worker = null;
        }
        if (engine.jobs.length > 1 && servedByDriver != (worker != null)) {
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

    /**
     * A worker of the run is about to block inside a task: it does not count until it is {@linkplain #workerUnblocked()
     * unblocked}.
     */
    void workerBlocked() {
        activeWorkers.leave();
        if (hasWorkForWorkers() && activeWorkers.tryJoin(Integer.MAX_VALUE)) {
            requestWorker();
        }
    }

    /** The driver of the run is about to block inside a task that it executes, and so leaves other tasks to workers. */
    void driverBlocked() {
        if (hasWorkForWorkers()) {
            requestOneMore();
        }
    }

    void workerUnblocked() {
        activeWorkers.rejoin();
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
                engine.breakRun(new PoolClosedException(pool));
                return true;
            }
            if (slot.begin(worker)) {
                WorkerSlot workerSlot = new WorkerSlot(this, 1);
                workerSlot.enter(worker);
                if (active) {
                    workerSlot.activate();
                }
                try {
                    if (engine.isOver()) {
                        engine.stopBodies(); // the thread that ended the run may have looked before this task began
                    }
                    engine.completed(slot, workerSlot.execute(slot), null);
                } finally {
                    workerSlot.leave();
                }
                return true;
            }
        }
        return false;
    }
}
