package io.pexen.internal.engine;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.plan.Planner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves a run: processes results of which listeners have been notified, and dispatches the tasks that they unlock.
 * Owned by the thread that holds the combiner, so nothing here is locked. What passes between that thread and the
 * workers goes through {@link Dispatcher}, {@link Completions} and {@link ActiveWorkers}, and nothing else.
 */
final class Mover {

    private final ActiveRun run;
    private final IndexedGraph graph;
    private final Planner planner;
    private final PoolJobs jobs;
    private final Driver driver;
    private final RunReport report;
    private final boolean timed;

    /** Set by any thread when something other than a completion requires a move; cleared by the next move. */
    private volatile boolean requested;

    Mover(
            ActiveRun run,
            IndexedGraph graph,
            Planner planner,
            PoolJobs jobs,
            Driver driver,
            RunReport report,
            boolean timed) {
        this.run = run;
        this.graph = graph;
        this.planner = planner;
        this.jobs = jobs;
        this.driver = driver;
        this.report = report;
        this.timed = timed;
    }

    /** Requires a move. May be called by any thread. */
    void request() {
        requested = true;
    }

    /** Whether a move is required for another reason than completions. May be called by any thread. */
    boolean isRequested() {
        return requested;
    }

    /**
     * Processes the results in these slots, and dispatches what may be dispatched then. Throws nothing: a failure ends
     * the run.
     *
     * @param workerSlot that of the worker that holds the combiner and may be assigned a task; null if the thread is
     *     not a worker of the run
     */
    void advance(List<Slot> ended, @Nullable WorkerSlot workerSlot) {
        WorkerSlot own = null;
        if (workerSlot != null) {
            PoolJob job = jobs.get(workerSlot.poolIndex);
            job.dispatcher.reclaim(workerSlot);
            own = workerSlot.worker().isWanted() || job.pool.isClosed() ? null : workerSlot;
        }
        Object monitor = planner.monitor();
        if (monitor == null) {
            processAndDispatch(ended, own);
        } else {
            synchronized (monitor) { // once for all, and never while listeners are called
                processAndDispatch(ended, own);
                planner.passOn();
            }
        }
        report.tasksSkipped();
    }

    private void processAndDispatch(List<Slot> ended, @Nullable WorkerSlot own) {
        for (int i = 0; i < ended.size(); i++) {
            process(ended.get(i));
        }
        try {
            dispatch(own);
        } catch (Throwable e) {
            run.breakRun(run.failure("dispatching its tasks", e));
        }
    }

    /** Processes a result: what it unlocks becomes ready. */
    private void process(Slot slot) {
        long now = now();
        Dispatcher dispatcher = jobs.get(slot.poolIndex).dispatcher;
        planner.setNow(now);
        boolean failed = slot.failed();
        boolean depsOk = !failed || slot.res().depsOk();
        boolean locksOk = !failed || slot.res().locksOk();
        try {
            planner.completed(slot.index(), slot.changedState(), depsOk, locksOk);
        } catch (Throwable e) { // for example because a thread that a body left behind writes to the shared state
            run.breakRun(
                    run.failure("processing the result of task \"" + slot.task().id() + '"', e));
        }
        dispatcher.free(slot);
        if (timed && dispatcher.isReadyLeft() && dispatcher.outstanding() < dispatcher.workerSlots()) {
            report.workerIdle(now - slot.endedAt);
        }
    }

    private void dispatch(@Nullable WorkerSlot own) {
        if (requested) { // mostly it is not, and a volatile write is expensive
            requested = false;
        }
        planner.setNow(now());
        while (!run.isOver()) {
            int task = planner.next();
            if (task < 0) {
                break;
            }
            int pool = planner.pool(task);
            // A worker executes tasks of its own pool.
            WorkerSlot mine = own != null && own.poolIndex == pool ? own : null;
            jobs.get(pool).dispatcher.dispatch(task, graph.task(task), planner.handedOn(task), mine);
        }
        if (timed) {
            for (int i = 0; i < jobs.all.length; i++) {
                jobs.get(i).dispatcher.readyLeft(planner.hasReady(i));
            }
        }
    }

    /**
     * Requests workers of each pool that has more tasks than active workers. Also called by a thread that has just
     * released the combiner: if another thread has acquired it since and changed the number of tasks, that thread
     * requests workers later.
     *
     * @param by the worker slot of the thread; null if it is not a worker of the run
     */
    void requestWorkers(@Nullable WorkerSlot by) {
        for (PoolJob job : jobs.all) {
            int tasks = job.dispatcher.outstanding();
            boolean isEnough = tasks <= 1 && by != null && jobs.get(by.poolIndex) == job; // that worker
            if (!isEnough && !run.isOver()) {
                job.requestWorkers(tasks);
            }
            if (job.hasTaskForDriver()) {
                driver.wakeIfParked();
            }
        }
    }

    /** The time if this run records times, otherwise 0. */
    private long now() {
        return timed ? System.nanoTime() : 0;
    }
}
