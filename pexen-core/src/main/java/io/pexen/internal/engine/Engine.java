package io.pexen.internal.engine;

import io.pexen.Run;
import io.pexen.graph.TaskGraph;
import io.pexen.internal.Named;
import io.pexen.internal.Nanos;
import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.plan.Planner;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunProgress;
import io.pexen.run.RunSummary;
import io.pexen.run.TaskTimes;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The core that both kinds of run share: it joins the planner, the pools and the results.
 *
 * <p>Design. The planner and all fields marked so are owned by the thread that holds the {@link Combiner}. In a {@link
 * Run} that is the consumer's thread while it is inside the iterator; in a {@link CollectedRun}, any worker that has
 * finished a task may acquire it. So nothing here is locked, and a run moves only as its driver allows. What passes
 * between the combiner holder and the workers goes through {@link Dispatcher}, {@link Completions} and {@link
 * ActiveWorkers}, and nothing else. What workers do is in {@link PoolJob}.
 *
 * <p>One thread, the <em>driver</em>, waits for the run: the consumer, or the caller that collects. It is woken by a
 * completion, a lock that another run released, a cancellation, or a closed pool.
 */
abstract class Engine implements RunHandle, Planner.Owner {

    private static final AtomicLong IDS = new AtomicLong();

    final IndexedGraph graph;
    final Planner planner;
    final Combiner combiner = new Combiner();
    /**
     * Tasks that have ended and whose results have not been processed. Polled while holding the combiner; under its
     * monitor when the run has ended.
     */
    final Completions completions = new Completions();

    private final long id = IDS.incrementAndGet();
    private final Setup setup;
    private final Collection<RunHandle> active;
    private final WorkerPool pool;
    private final boolean ownPool;
    private final List<RunListener> listeners;
    private final boolean timed;

    private final Instant startedAt = Instant.now();
    private final long startNanos = System.nanoTime();

    /** The jobs of the run, one for each pool that it uses; the first is of the pool that the run was given. */
    final PoolJob[] jobs;

    // Owned by the thread that holds the combiner.
    private final List<TaskRes> failures = new ArrayList<>();
    private final SkipReport skips;
    private long idleNanos;
    /** Whether a task failed before the run was cancelled. */
    private boolean failedBefore;

    /** The thread that waits for the run, or drives it between results. */
    volatile @Nullable Thread driver;

    /** Whether the driver is parked, or about to be, and must be woken by a completion. */
    private volatile boolean driverParked;

    /**
     * Set when something other than a completion requires a move; cleared by the thread that holds the combiner then.
     */
    volatile boolean moveRequested;

    /** Whether the driver executes a task of the run and so cannot move it. */
    private volatile boolean driverExecutes;

    /** Whether the driver executes a task of the run, in which it may wait for others. */
    final boolean driverExecutes() {
        return driverExecutes;
    }

    /** Whether the driver has something to do that no other thread can. */
    final boolean driverIsNeeded;

    /** The run inside whose task this one was started, or null. */
    final @Nullable Engine outer;

    /** How deeply this run is nested in others: 1 if in none. */
    final int depth;

    /**
     * The locks that are held where the run was started, and where its driver asks for results. Written by the driver.
     */
    private volatile List<Nesting.Held> heldAround;

    /** Whether the run has been asked to end early. */
    private volatile boolean cancelled;
    /** Why the run cannot continue; thrown at its driver. */
    private volatile @Nullable PexenException broken;

    private volatile @Nullable RunSummary summary;
    /** Whether the run has ended or must end: set with each of the three above. */
    private volatile boolean over;

    private volatile int failed;

    Engine(Setup setup, WorkerPool pool, boolean ownPool, Collection<RunHandle> active) {
        RunPools pools = new RunPools(setup.graph(), pool, setup.pools());
        for (WorkerPool each : pools.all) {
            if (each.isClosed()) {
                throw new PoolClosedException(each);
            }
        }
        this.outer = WorkerSlot.currentRun();
        this.depth = Nesting.depth();
        this.heldAround = Nesting.held();
        Nesting.check(setup, heldAround, depth);
        this.setup = setup;
        this.active = active;
        this.graph = setup.graph();
        this.pool = pool;
        this.ownPool = ownPool;
        this.listeners = setup.listeners();
        this.timed = listeners.stream().anyMatch(RunListener::timed);
        pools.requireExecutable(graph);
        int[] limits = pools.limits();
        this.jobs = new PoolJob[limits.length];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = new PoolJob(this, pools.all.get(i), limits[i]);
        }
        this.driverIsNeeded = movesByDriverOnly() || pools.all.stream().anyMatch(Engine::needsDriver);
        this.planner =
                new Planner(graph, pools.indexByNumber, limits, setup.preset(), setup.locks(), this, timed, startNanos);
        this.skips = new SkipReport(graph, planner);
    }

    /** Whether only the driver executes tasks of the pool. */
    private static boolean needsDriver(WorkerPool pool) {
        Worker worker = pool.worker();
        return worker != null && !worker.isReplaceable();
    }

    /** Announces the run, before anything is dispatched. */
    final void begin() {
        active.add(this);
        notifyListeners(listener -> listener.runStarted(this));
    }

    // Called by workers.

    /**
     * A worker has the outcome of a task; {@code workerSlot} is null if the thread is not otherwise a worker of the
     * run.
     */
    abstract void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot);

    /** Whether a worker may move the run and there is a reason to. */
    abstract boolean canMove();

    /** Moves the run if a worker may and there is a reason to; {@code workerSlot} as in {@link #completed}. */
    abstract void move(@Nullable WorkerSlot workerSlot);

    /** Whether only the driver can move the run. */
    abstract boolean movesByDriverOnly();

    /** The time if this run records times, otherwise 0. */
    final long now() {
        return timed ? System.nanoTime() : 0;
    }

    // Called by other threads.

    final Setup setup() {
        return setup;
    }

    /** The locks that are held around the run while something inside it waits. */
    final List<Nesting.Held> heldAround() {
        return heldAround;
    }

    /** Whether tasks of the run hold locks, or may. For the thread that drives the run or holds the combiner. */
    final boolean mayHoldLocks() {
        return summary == null && planner.mayHoldLocks();
    }

    /** Whether the thread was the last that asked for a result, and the run continues. */
    final boolean isDrivenBy(Thread thread) {
        return summary == null && driver == thread;
    }

    /** Whether a thread that has taken a result of the run must not wait for just any other run. */
    final boolean holdsForOthers() {
        return graph.locks() > 0 || !heldAround.isEmpty();
    }

    /**
     * The current thread, which may be inside other runs than the thread that started this one, is about to drive it.
     *
     * @throws PexenException if the run could wait forever there
     */
    final void drivenHere() {
        List<Nesting.Held> here = Nesting.held();
        if (!here.isEmpty()) {
            Nesting.check(setup, here, depth);
            heldAround = Nesting.union(heldAround, here);
        }
    }

    @Override
    public final void wake() {
        moveRequested = true;
        wakeDriver();
        if (driverExecutes) {
            requestWorkersToMove();
        }
    }

    /**
     * Requests workers that move the run, because its driver cannot at this moment: one of each pool, because those of
     * some may all be busy.
     */
    private void requestWorkersToMove() {
        for (PoolJob job : jobs) {
            job.requestOneMore();
        }
    }

    final void wakeDriver() {
        LockSupport.unpark(driver);
    }

    /** Wakes the driver if it is parked: for events that happen often. */
    final void wakeParkedDriver() {
        if (driverParked) {
            driverParked = false;
            wakeDriver();
        }
    }

    @Override
    public final void cancel() {
        if (summary == null) {
            cancelled = true;
            setOver();
            wake();
            stopBodies();
        }
    }

    /**
     * The run is over, and its driver may be busy: keeps further bodies from beginning, and interrupts those that run.
     * May be called from any thread.
     */
    abstract void stopBodies();

    /**
     * Whether threads that do not hold the combiner may stop bodies, so that all transitions of slots must be
     * compare-and-sets: the driver of an iterated run holds the combiner while it waits, and listeners may hold it for
     * long.
     */
    final boolean mayStopAtAnyTime() {
        return movesByDriverOnly() || !listeners.isEmpty();
    }

    final void interruptBodies() {
        for (PoolJob job : jobs) {
            job.dispatcher.cancel(planner::dropped);
        }
    }

    /** From now on nothing is dispatched, so other runs need not leave a lock to this one. */
    private void setOver() {
        over = true;
        planner.giveWay();
    }

    // Called only by the thread that holds the combiner.

    /**
     * Processes results of which listeners have been notified, and dispatches what may be dispatched then. Throws
     * nothing: a failure ends the run.
     *
     * @param workerSlot that of the worker that holds the combiner and may be assigned a task; null if the thread is
     *     not a worker of the run
     */
    final void advance(List<Slot> ended, @Nullable WorkerSlot workerSlot) {
        if (workerSlot != null) {
            workerSlot.job.dispatcher.reclaim(workerSlot);
        }
        WorkerSlot mover = workerSlot == null || workerSlot.worker().isWanted() || workerSlot.job.pool.isClosed()
                ? null
                : workerSlot;
        Object monitor = planner.monitor();
        if (monitor == null) {
            processAndDispatch(ended, mover);
        } else {
            synchronized (monitor) { // once for all, and never while listeners are called
                processAndDispatch(ended, mover);
                planner.passOn();
            }
        }
        notifySkipped();
    }

    private void processAndDispatch(List<Slot> ended, @Nullable WorkerSlot mover) {
        for (int i = 0; i < ended.size(); i++) {
            process(ended.get(i));
        }
        try {
            dispatch(mover);
        } catch (Throwable e) {
            breakRun(failure("dispatching its tasks", e));
        }
    }

    private void dispatch(@Nullable WorkerSlot mover) {
        if (isOver()) {
            return;
        }
        moveRequested = false;
        planner.setNow(now());
        while (!isOver()) {
            int task = planner.next();
            if (task < 0) {
                break;
            }
            PoolJob job = jobs[planner.pool(task)];
            WorkerSlot mine =
                    mover != null && mover.job == job ? mover : null; // a worker executes tasks of its own pool
            job.dispatcher.dispatch(task, graph.task(task), planner.handedOn(task), mine);
        }
        for (int i = 0; i < jobs.length; i++) {
            jobs[i].dispatcher.readyLeft = planner.hasReady(i);
        }
    }

    /** A failure outside of bodies, or one that would leave the run half moved. */
    final PexenException failure(String doing, Throwable e) {
        return new PexenException(
                "the run of sched \"" + setup.schedName() + "\" was ended, because " + doing + " failed", e);
    }

    /**
     * Requests workers of each pool that has more tasks than active workers. Also called by a thread that has just
     * released the combiner: if another thread has acquired it since and changed the number of tasks, that thread
     * requests workers later.
     */
    final void requestWorkers() {
        if (isOver()) {
            return;
        }
        for (PoolJob job : jobs) {
            job.requestWorkers(job.dispatcher.outstanding());
            if (job.hasTaskForDriver()) {
                wakeParkedDriver();
            }
        }
    }

    /** Records a result and notifies listeners. Nothing that it unlocks is ready before {@link #process}. */
    void deliver(Slot slot) {
        if (slot.failed()) {
            failures.add(slot.res());
            failed = failures.size();
            failedBefore |= !cancelled;
        }
        if (!listeners.isEmpty()) {
            TaskRes res = slot.res();
            TaskTimes times = timed ? times(slot) : TaskTimes.NONE;
            notifyListeners(listener -> listener.taskFinished(this, res, times));
        }
    }

    private TaskTimes times(Slot slot) {
        long readyAt = planner.readyAt(slot.index());
        long lock = planner.lockWait(slot.index());
        return new TaskTimes(
                readyAt - startNanos, lock, slot.startedAt - readyAt - lock, slot.endedAt - slot.startedAt);
    }

    /** Processes a result: what it unlocks becomes ready. */
    private void process(Slot slot) {
        long now = now();
        Dispatcher dispatcher = slot.dispatcher;
        planner.setNow(now);
        boolean depsOk = !slot.failed() || slot.res().depsOk();
        boolean locksOk = !slot.failed() || slot.res().locksOk();
        try {
            planner.completed(slot.index(), slot.changedState(), depsOk, locksOk);
        } catch (Throwable e) { // for example because a thread that a body left behind writes to the shared state
            breakRun(failure("processing the result of task \"" + slot.task().id() + '"', e));
        }
        dispatcher.free(slot);
        if (timed && dispatcher.readyLeft && dispatcher.outstanding() < dispatcher.workerSlots()) {
            idleNanos += now - slot.endedAt;
        }
    }

    private void notifySkipped() {
        if (planner.skippedCount() > 0) {
            skips.forEachNew(skipped -> notifyListeners(listener -> listener.taskSkipped(this, skipped)));
        }
    }

    /** Ends the run: frees its locks and reports its summary. Nothing is dispatched any more. */
    final RunSummary end(boolean early) {
        List<Task> running = new ArrayList<>();
        int[] late = bodiesThatRun(running);
        List<Object> locksHeld = planner.end(early, late);
        if (graph.locks() > 0) {
            Deadlocks.runEnded(this);
        }
        if (late.length > 0) {
            boolean one = late.length == 1;
            RunLog.warn(
                    "sched \"{}\": {} did not heed {} within {} and still {}{}{}",
                    setup.schedName(),
                    new Named(running),
                    one ? "its interrupt" : "their interrupts",
                    setup.gracePeriod(),
                    one ? "runs" : "run",
                    locksHeld.isEmpty() ? "" : one ? "; until it ends it keeps " : "; until they end they keep ",
                    new Named(locksHeld));
        }
        notifySkipped();
        RunSummary result = summarize(locksHeld);
        over = true;
        summary = result;
        warnOf(result);
        active.remove(this);
        notifyListeners(listener -> listener.runEnded(this, result));
        if (ownPool) {
            pool.close();
        }
        return result;
    }

    private int[] bodiesThatRun(List<Task> running) {
        List<Integer> late = new ArrayList<>(0);
        for (PoolJob job : jobs) {
            job.dispatcher.forEach(slot -> {
                if (slot.isRunning()) {
                    late.add(slot.index());
                    running.add(slot.task());
                }
            });
        }
        return late.stream().mapToInt(Integer::intValue).toArray();
    }

    private RunSummary summarize(List<Object> locksHeld) {
        try {
            return summarize(new LinkedHashSet<>(locksHeld));
        } catch (Throwable e) { // for example because a key throws from hashCode
            breakRun(failure("naming the locks that it holds", e));
            return summarize(Set.of());
        }
    }

    private RunSummary summarize(Set<Object> locksHeld) {
        List<Task> unfinished = new ArrayList<>();
        planner.unfinished().forEach(task -> unfinished.add(graph.task(task)));
        return new RunSummary(
                planner.done(),
                failures,
                skips.all(),
                unfinished,
                locksHeld,
                Duration.ofNanos(System.nanoTime() - startNanos),
                Duration.ofNanos(idleNanos),
                cancelled && !failedBefore);
    }

    private void warnOf(RunSummary result) {
        if (result.outcome() == RunSummary.Outcome.CANCELLED) {
            RunLog.debug("sched \"{}\": {}", setup.schedName(), result);
            return; // they are what was asked for
        }
        if (!result.skipped().isEmpty()) {
            RunLog.warn(
                    "sched \"{}\": {} of {} skipped, because {} failed{}{}",
                    setup.schedName(),
                    result.skipped().size(),
                    Named.count(graph.size(), "task"),
                    result.failed() == 0 ? "tasks of other runs" : result.failed(),
                    result.failed() == 0 ? "" : ": ",
                    new Named(result.failures().stream().map(TaskRes::task).toList()));
            result.skipped().forEach(each -> RunLog.debug("skipped {}", each));
        }
        if (!result.locksHeld().isEmpty()) {
            RunLog.warn(
                    "sched \"{}\": {} stayed held by failed tasks until the end of the run: {}",
                    setup.schedName(),
                    Named.count(result.locksHeld().size(), "lock"),
                    new Named(result.locksHeld()));
            RunLog.debug("locks held to the end: {}", result.locksHeld());
        }
    }

    /**
     * Ends the run early: drops what no worker has begun, interrupts the rest and waits for it, within the grace
     * period.
     *
     * @param delivered results that have been delivered and not been processed yet
     */
    final RunSummary abort(List<Slot> delivered) {
        setOver();
        advance(delivered, null);
        interruptBodies();
        Deadlocks.beforeBlocking();
        boolean interrupted = Thread.interrupted();
        WorkerSlot.blocked(); // interrupted bodies may need this worker's place to continue
        try {
            interrupted |= awaitBodies();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt(); // an interrupted thread does not wait until there is room
            }
            WorkerSlot.unblocked();
            interrupted |= Thread.interrupted(); // the interrupt is not meant for listeners
        }
        RunSummary result = end(true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    /** Waits for the bodies that run, within the grace period. Returns whether the thread was interrupted meanwhile. */
    private boolean awaitBodies() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + Nanos.of(setup.gracePeriod());
        while (hasRunning()) {
            Slot slot = completions.poll();
            if (slot != null) {
                deliver(slot);
                advance(List.of(slot), null);
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            driverParked = true;
            if (completions.isEmpty()) {
                LockSupport.parkNanos(this, left);
            }
            interrupted |= Thread.interrupted();
        }
        driverParked = false;
        return interrupted;
    }

    /** How many tasks are dispatched and their results not processed. May miss what happens at this moment. */
    final int tasksInFlight() {
        int tasks = 0;
        for (PoolJob job : jobs) {
            tasks += job.dispatcher.inFlight();
        }
        return tasks;
    }

    private boolean hasRunning() {
        for (PoolJob job : jobs) {
            if (job.dispatcher.hasRunning()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Frees the locks of tasks whose bodies have ended after the run. Does not need the combiner, which listeners may
     * hold for long.
     */
    final void processLate() {
        while (summary != null && !completions.isEmpty()) {
            synchronized (completions) {
                for (Slot slot = completions.poll(); slot != null; slot = completions.poll()) {
                    planner.endedLate(slot.index());
                    slot.dispatcher.free(slot);
                }
            }
        }
    }

    // Called only by the driver.

    /**
     * Acquires the combiner as soon as it is free. If this thread executes a task of another run, another worker takes
     * its place in the pool meanwhile, which a listener that holds the combiner may need.
     */
    final void acquireCombiner() {
        if (combiner.tryAcquire()) {
            return;
        }
        WorkerSlot.blocked();
        try {
            combiner.acquire();
        } finally {
            WorkerSlot.unblocked();
        }
    }

    /** Waits for work; executes tasks itself if this thread is a worker of one of the pools, and may. */
    final void awaitWork() {
        if (executesHere()) {
            return;
        }
        if (movesByDriverOnly() && Spin.until(this::hasWork)) {
            return;
        }
        if (WorkerSlot.current() == null) {
            park();
        } else {
            WorkerSlot.blocked();
            try {
                park();
            } finally {
                WorkerSlot.unblocked();
            }
        }
    }

    private boolean executesHere() {
        driverExecutes = true; // set before it looks whether the run is to be moved: see wake()
        try {
            for (PoolJob job : jobs) {
                Worker worker = job.driverAsWorker();
                if (worker != null && (canMove() || job.executeOne(worker))) {
                    return true;
                }
            }
            return false;
        } finally {
            driverExecutes = false;
        }
    }

    private void park() {
        try {
            driverParked = true;
            while (!isAwaited()) {
                moveOuter(); // this thread may be the driver that they wait for
                if (!isAwaited()) { // moving them may have woken this run and used up its permit
                    LockSupport.park(this);
                }
                driverParked = true;
            }
        } finally {
            driverParked = false;
        }
    }

    /** Moves outer runs. If only this thread moves this run, listeners called meanwhile must not wait for its locks. */
    private void moveOuter() {
        boolean holds = driverIsNeeded && holdsForOthers();
        if (holds) {
            Nesting.resultTaken(this);
        }
        try {
            WorkerSlot.moveOuter();
        } finally {
            if (holds) {
                Nesting.resultProcessed(this);
            }
        }
    }

    private boolean isAwaited() {
        return hasWork() || hasTaskForDriver() || Thread.currentThread().isInterrupted();
    }

    /** Whether a task waits that the driver shall execute, see {@link PoolJob#hasTaskForDriver}. */
    private boolean hasTaskForDriver() {
        for (PoolJob job : jobs) {
            if (job.hasTaskForDriver()) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is something for the driver to do. */
    final boolean hasWork() {
        return moveRequested || !completions.isEmpty() || isOver();
    }

    /** Whether the run has ended or must end. */
    @Override
    public final boolean isOver() {
        return over;
    }

    /** The run cannot continue; its driver throws the first reason that is given. Harmless if the run has ended. */
    final void breakRun(PexenException why) {
        if (summary != null) {
            return;
        }
        if (broken == null) {
            broken = why;
        }
        setOver();
        wakeDriver();
        stopBodies();
    }

    @Override
    public final boolean isCancelled() {
        return cancelled;
    }

    final @Nullable PexenException broken() {
        return broken;
    }

    /** The outcome; null as long as the run has not ended. */
    public final @Nullable RunSummary summaryOrNull() {
        return summary;
    }

    private void notifyListeners(Consumer<RunListener> message) {
        if (listeners.isEmpty()) {
            return;
        }
        Nesting.enterListener(this);
        try {
            for (RunListener listener : listeners) {
                try {
                    message.accept(listener);
                } catch (Throwable e) {
                    RunLog.warn(
                            "sched \"{}\": listener {} failed; the run goes on",
                            setup.schedName(),
                            listener.getClass().getName(),
                            e);
                }
            }
        } finally {
            Nesting.exitListener(this);
        }
    }

    // RunHandle.

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final String schedName() {
        return setup.schedName();
    }

    @Override
    public final WorkerPool pool() {
        return pool;
    }

    @Override
    public final WorkerPool pool(Task task) {
        WorkerPool named = task.pool() == null ? pool : RunPools.named(task.pool(), pool, setup.pools());
        return named == null ? pool : named;
    }

    @Override
    public final TaskGraph graph() {
        return graph;
    }

    @Override
    public final Instant started() {
        return startedAt;
    }

    @Override
    public final RunProgress progress() {
        int waiting = planner.waitingForLocks();
        return new RunProgress(
                graph.size(),
                planner.done(),
                failed,
                planner.skippedCount(),
                planner.dispatched(),
                Math.max(0, planner.readyCount() - waiting),
                waiting);
    }

    /** For whoever wonders what the run does, or why it does nothing. */
    @Override
    public final String toString() {
        int waiting = 0;
        for (PoolJob job : jobs) {
            waiting += job.waiting();
        }
        return "run " + id + " of sched \"" + schedName() + "\": " + progress() + ", waiting for a worker: " + waiting
                + ", completions: " + !completions.isEmpty() + ", combiner held: " + combiner.isHeld()
                + ", move requested: " + moveRequested + ", over: " + isOver();
    }
}
