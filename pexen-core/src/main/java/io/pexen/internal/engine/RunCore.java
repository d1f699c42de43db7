package io.pexen.internal.engine;

import io.pexen.graph.TaskGraph;
import io.pexen.internal.plan.LockTable;
import io.pexen.internal.plan.Planner;
import io.pexen.internal.plan.RunOwner;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunProgress;
import io.pexen.run.RunSummary;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What both kinds of run are built on: puts a run together from its parts, and keeps how far its life has come. The
 * file is long because this is also what users, workers and other runs see of a run; most methods have one line.
 *
 * <pre>{@code
 * ACTIVE -- cancelled or broken --> OVER -- bodies have ended --> ENDED
 *    +----------------- all tasks have ended -----------------------^
 * }</pre>
 */
final class RunCore implements ActiveRun, RunOwner {

    private static final AtomicLong IDS = new AtomicLong();

    final Setup setup;
    final Planner planner;
    final Combiner combiner = new Combiner();
    /**
     * Tasks that have ended and whose results have not been processed. Polled while holding the combiner; under its
     * monitor when the run has ended.
     */
    final Completions completions = new Completions();

    final PoolJobs jobs;

    final Driver driver;
    final RunReport report;
    final Mover mover;

    private final long id = IDS.incrementAndGet();
    private final Instant startedAt = Instant.now();
    private final long startNanos = System.nanoTime();
    private final WorkerCallbacks callbacks;
    private final boolean movesByDriverOnly;
    private final WorkerPool pool;
    private final boolean ownPool;
    private final Collection<RunHandle> active;
    private final boolean driverIsNeeded;
    private final @Nullable ActiveRun outer;
    private final int depth;
    private final @Nullable List<TaskRes> results;

    /**
     * The locks that are held where the run was started, and where its driver asks for results. Written by the driver.
     */
    private volatile List<Held> heldAround;

    private volatile boolean cancelled;
    /** Why the run cannot continue; thrown at its driver. */
    private volatile @Nullable PexenException broken;
    /** Whether the run is over or ended. */
    private volatile boolean over;

    private volatile @Nullable RunSummary summary;

    /**
     * Puts a run together, which {@link #begin() begins} later.
     *
     * @param pool the pool of tasks that name none
     * @param ownPool whether to close that pool when the run has ended
     * @param active the active runs of the sched
     * @param callbacks what workers do in addition to executing tasks
     * @param results receives each result; null if the consumer takes them one by one
     * @throws PexenException if the run cannot be executed, or could wait forever
     */
    RunCore(
            Setup setup,
            WorkerPool pool,
            boolean ownPool,
            Collection<RunHandle> active,
            WorkerCallbacks callbacks,
            @Nullable List<TaskRes> results) {
        RunPools pools = new RunPools(setup.graph(), pool, setup.pools());
        for (WorkerPool each : pools.all) {
            if (each.isClosed()) {
                throw new PoolClosedException(each);
            }
        }
        this.outer = WorkerFrame.innermostRun();
        this.depth = Nesting.depth();
        this.heldAround = HeldLocks.here();
        HeldLocks.check(setup, heldAround, depth);
        pools.requireExecutable(setup.graph());
        this.setup = setup;
        this.pool = pool;
        this.ownPool = ownPool;
        this.active = active;
        this.callbacks = callbacks;
        this.results = results;
        this.movesByDriverOnly = callbacks.movesByDriverOnly();
        this.driverIsNeeded = movesByDriverOnly || pools.all.stream().anyMatch(PoolJob::needsDriver);
        boolean timed = setup.listeners().stream().anyMatch(RunListener::timed);
        int[] limits = pools.limits();
        PoolJob[] each = new PoolJob[limits.length];
        for (int i = 0; i < each.length; i++) {
            WorkerPool its = pools.all.get(i);
            Dispatcher dispatcher = new Dispatcher(i, its.workers(), limits[i], mayStopAtAnyTime());
            each[i] = new PoolJob(this, its, dispatcher, setup.preset(), timed);
        }
        this.jobs = new PoolJobs(each);
        // No other run calls back before this one waits for a lock, so it does not matter that this is not complete
        // yet.
        this.planner = new Planner(
                setup.graph(), pools.indexByNumber, limits, setup.preset(), setup.locks(), this, timed, startNanos);
        this.driver = new Driver(this, jobs, completions);
        this.report = new RunReport(this, setup, planner, timed, startNanos);
        this.mover = new Mover(this, setup.graph(), planner, jobs, driver, report, timed);
    }

    /** Announces the run, before anything is dispatched. */
    void begin() {
        active.add(this);
        report.runStarted();
    }

    /** Records a result and notifies listeners. For the thread that holds the combiner. */
    void deliver(Slot slot) {
        if (results != null) {
            results.add(slot.res());
        }
        report.taskFinished(slot);
    }

    /** The run has ended. For the thread that holds the combiner. */
    void ended(RunSummary result) {
        over = true;
        summary = result;
        processLate(); // bodies may have ended meanwhile, and listeners may need their locks
        report.warnOf(result);
        active.remove(this);
        report.runEnded(result);
        if (ownPool) {
            pool.close();
        }
    }

    /** The outcome; null as long as the run has not ended. */
    @Nullable
    RunSummary summary() {
        return summary;
    }

    /** Why the run cannot continue; null if it can. */
    @Nullable
    PexenException broken() {
        return broken;
    }

    /**
     * Acquires the combiner as soon as it is free. If this thread executes a task of another run, another worker takes
     * its place in the pool meanwhile, which a listener that holds the combiner may need.
     */
    void acquireCombiner() {
        if (combiner.tryAcquire()) {
            return;
        }
        WorkerFrame.blocked();
        try {
            combiner.acquire();
        } finally {
            WorkerFrame.unblocked();
        }
    }

    // Called by workers.

    @Override
    public void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot) {
        callbacks.completed(slot, res, workerSlot);
    }

    @Override
    public boolean canMove() {
        return callbacks.canMove();
    }

    @Override
    public void move(@Nullable WorkerSlot workerSlot) {
        callbacks.move(workerSlot);
    }

    @Override
    public boolean movesByDriverOnly() {
        return movesByDriverOnly;
    }

    @Override
    public boolean driverIsNeeded() {
        return driverIsNeeded;
    }

    @Override
    public boolean driverExecutes() {
        return driver.executes();
    }

    @Override
    public boolean usesSeveralPools() {
        return jobs.all.length > 1;
    }

    @Override
    public PexenException failure(String doing, Throwable e) {
        return new PexenException(
                "the run of sched \"" + schedName() + "\" was ended, because " + doing + " failed", e);
    }

    // Called by any thread.

    /**
     * Frees the locks of tasks whose bodies have ended after the run. Does not need the combiner, which listeners may
     * hold for long.
     */
    void processLate() {
        while (summary != null && !completions.isEmpty()) {
            synchronized (completions) {
                for (Slot slot = completions.poll(); slot != null; slot = completions.poll()) {
                    planner.endedLate(slot.index());
                    jobs.get(slot.poolIndex).dispatcher.free(slot);
                }
            }
        }
    }

    @Override
    public boolean hasWorkForDriver() {
        return mover.isRequested() || !completions.isEmpty() || over;
    }

    @Override
    public void wake() {
        mover.request();
        driver.wake();
        if (driver.executes()) { // it cannot move the run, so workers do: one of each pool, because others may be busy
            jobs.requestOneMoreEach();
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** From now on nothing is dispatched, so other runs need not leave a lock to this one. */
    void setOver() {
        over = true;
        planner.giveWay();
    }

    @Override
    public void cancel() {
        if (summary == null) {
            cancelled = true;
            setOver();
            wake();
            stopBodies();
        }
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void breakRun(PexenException why) {
        if (summary != null) {
            return;
        }
        if (broken == null) {
            broken = why;
        }
        setOver();
        driver.wake();
        stopBodies();
    }

    @Override
    public void stopBodies() {
        if (mayStopAtAnyTime()) {
            interruptBodies();
        } else if (combiner.tryAcquire()) {
            try {
                interruptBodies();
            } finally {
                combiner.release();
            }
        }
    }

    /**
     * Whether threads that do not hold the combiner may stop bodies, so that all transitions of slots must be
     * compare-and-sets: the driver of an iterated run holds the combiner while it waits, and listeners may hold it for
     * long.
     */
    boolean mayStopAtAnyTime() {
        return movesByDriverOnly || !setup.listeners().isEmpty();
    }

    void interruptBodies() {
        jobs.cancel(planner::dropped);
    }

    // Runs inside this one, and the search for deadlocks.

    @Override
    public @Nullable ActiveRun outer() {
        return outer;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public LockTable locks() {
        return setup.locks();
    }

    @Override
    public boolean needsLocks() {
        return setup.graph().locks() > 0;
    }

    @Override
    public List<Held> heldAround() {
        return heldAround;
    }

    @Override
    public boolean mayHoldLocks() {
        return summary == null && planner.mayHoldLocks();
    }

    @Override
    public boolean holdsForOthers() {
        return needsLocks() || !heldAround.isEmpty();
    }

    @Override
    public boolean isDrivenBy(Thread thread) {
        return summary == null && driver.is(thread);
    }

    /**
     * The current thread, which may be inside other runs than the thread that started this one, is about to drive it.
     *
     * @throws PexenException if the run could wait forever there
     */
    void checkHere() {
        List<Held> here = HeldLocks.here();
        if (!here.isEmpty()) {
            HeldLocks.check(setup, here, depth);
            heldAround = HeldLocks.union(heldAround, here);
        }
    }

    @Override
    public List<List<RunOwner>> waitsForEndOf() {
        return planner.waitsForEndOf();
    }

    @Override
    public int tasksInFlight() {
        return jobs.inFlight();
    }

    // RunHandle.

    @Override
    public long id() {
        return id;
    }

    @Override
    public String schedName() {
        return setup.schedName();
    }

    @Override
    public TaskGraph graph() {
        return setup.graph();
    }

    @Override
    public WorkerPool pool() {
        return pool;
    }

    @Override
    public WorkerPool pool(Task task) {
        WorkerPool named = task.pool() == null ? pool : RunPools.named(task.pool(), pool, setup.pools());
        return named == null ? pool : named;
    }

    @Override
    public Instant started() {
        return startedAt;
    }

    @Override
    public RunProgress progress() {
        int waiting = planner.waitingForLocks();
        return new RunProgress(
                setup.graph().size(),
                planner.done(),
                report.failed(),
                planner.skippedCount(),
                planner.dispatched(),
                Math.max(0, planner.readyCount() - waiting),
                waiting);
    }

    /** For diagnosis: what the run does, or why it does nothing. */
    @Override
    public String toString() {
        return "run " + id + " of sched \"" + schedName() + "\": " + progress() + ", waiting for a worker: "
                + jobs.waiting()
                + ", completions: " + !completions.isEmpty() + ", combiner held: " + combiner.isHeld()
                + ", move requested: " + mover.isRequested() + ", over: " + over;
    }
}
