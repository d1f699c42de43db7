package io.pexen;

import io.pexen.graph.TaskGraph;
import io.pexen.internal.Nanos;
import io.pexen.plan.Planner;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What both drivers of a run share: it joins the planner, the pools and the results.
 *
 * <p>Design. The planner and all fields marked so are owned by whoever has the <em>turn</em>. The {@link Run} driver takes
 * it for the consumer's thread while that is inside the iterator; the {@link Collector} lets any worker that has finished
 * a task take it. So nothing here is locked, and a run moves only as its driver lets it. What passes between the turn and
 * workers goes through {@link Handout}, {@link Finished} and {@link Crew}, and nothing else. What workers do is in {@link
 * RunJob}.
 *
 * <p>One thread, the <em>driver</em>, waits for the run: the consumer, or the caller that collects. It is woken by a
 * finished task, a lock that another run released, a cancellation, a closed pool.
 */
abstract class Engine implements RunHandle, Planner.Owner {

    private static final AtomicLong IDS = new AtomicLong();

    final TaskGraph graph;
    final Planner planner;
    final Turn turn = new Turn();
    /** Tasks that have ended and whose results nobody has seen. Polled in the turn; under its monitor when the run has ended. */
    final Finished finished = new Finished();

    private final long id = IDS.incrementAndGet();
    private final Sched sched;
    private final Sched.Setup setup;
    private final WorkerPool pool;
    private final boolean ownPool;
    private final List<RunListener> listeners;
    private final boolean timed;

    private final Instant startedAt = Instant.now();
    private final long startNanos = System.nanoTime();

    /** The run as a job of each pool that it uses; first of that which it was given. */
    final RunJob[] jobs;

    // Owned by who has the turn.
    private final List<TaskRes> failures = new ArrayList<>();
    private final Skips skips;
    private long idleNanos;
    /** Whether a task failed before the run was cancelled. */
    private boolean failedBefore;

    /** The thread that waits for the run, or drives it between results. */
    volatile @Nullable Thread driver;

    /** Whether the driver sleeps, or is about to, and wants to be woken by a finished task. */
    private volatile boolean driverSleeps;

    /** Set when something other than a finished task asks for a move; cleared by who then has the turn. */
    volatile boolean poked;

    /** Whether the driver executes a task of the run, and so cannot move it. */
    private volatile boolean driverExecutes;

    /** Whether the driver executes a task of the run, and may wait in it for others. */
    final boolean driverExecutes() {
        return driverExecutes;
    }

    /** Whether the driver has something to do that no other thread can. */
    final boolean driverIsNeeded;

    /** The run inside of whose task this one was started, or null. */
    final @Nullable Engine outer;

    /** How deep in other runs this one was started: 1 if in none. */
    final int depth;

    /** What is held where the run was started, and where its driver asks for results. Written by the driver. */
    private volatile List<Nesting.Held> heldAround;

    /** Whether somebody wants the run to end early. */
    private volatile boolean cancelled;
    /** Why the run cannot go on, to be thrown at its driver. */
    private volatile @Nullable PexenException broken;

    private volatile @Nullable RunSummary summary;
    /** Whether the run has ended, or must: set with each of these. */
    private volatile boolean over;

    private volatile int failed;

    Engine(Sched sched, Sched.Setup setup, WorkerPool pool, boolean ownPool) {
        Pools pools = new Pools(setup.graph(), pool, setup.pools());
        for (WorkerPool each : pools.all) {
            if (each.isClosed()) {
                throw new PoolClosedException(each);
            }
        }
        this.outer = Hand.currentRun();
        this.depth = Nesting.depth();
        this.heldAround = Nesting.held();
        Nesting.check(sched, setup, heldAround, depth);
        this.sched = sched;
        this.setup = setup;
        this.graph = setup.graph();
        this.pool = pool;
        this.ownPool = ownPool;
        this.listeners = setup.listeners();
        this.timed = listeners.stream().anyMatch(RunListener::timed);
        pools.requireExecutable(graph);
        int[] limits = pools.limits();
        this.jobs = new RunJob[limits.length];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = new RunJob(this, pools.all.get(i), limits[i]);
        }
        this.driverIsNeeded = movesByDriverOnly() || pools.all.stream().anyMatch(Engine::needsDriver);
        this.planner = new Planner(
                graph, pools.placeOf, limits, setup.preset(), setup.scope().table(), this, timed, startNanos);
        this.skips = new Skips(graph, planner);
    }

    /** Whether tasks of the pool are executed by the driver alone. */
    private static boolean needsDriver(WorkerPool pool) {
        Worker worker = pool.worker();
        return worker != null && !worker.isReplaceable();
    }

    /** Makes the run known, before anything is dispatched. */
    final void begin() {
        sched.active(this, true);
        tell(listener -> listener.runStarted(this));
    }

    // What workers call.

    /** A worker has the outcome of a task; {@code hand} is null if the thread is no worker of the run otherwise. */
    abstract void finished(Place place, TaskRes res, @Nullable Hand hand);

    /** Whether a worker may move the run, and there is a reason to. */
    abstract boolean canMove();

    /** Moves the run, if a worker may and there is a reason to; {@code hand} as in {@link #finished}. */
    abstract void move(@Nullable Hand hand);

    /** Whether nobody but the driver can move the run. */
    abstract boolean movesByDriverOnly();

    /** The time, if this run keeps times, else 0. */
    final long now() {
        return timed ? System.nanoTime() : 0;
    }

    // What other threads call.

    final Sched.Setup setup() {
        return setup;
    }

    /** What is held around the run while something inside of it waits. */
    final List<Nesting.Held> heldAround() {
        return heldAround;
    }

    /** Whether tasks of the run hold locks, or may. For the thread that drives the run, or has the turn. */
    final boolean mayHoldLocks() {
        return summary == null && planner.mayHoldLocks();
    }

    /** Whether the thread was the last that asked for a result, and the run goes on. */
    final boolean isDrivenBy(Thread thread) {
        return summary == null && driver == thread;
    }

    /** Whether a thread that has taken a result of the run must not wait for every other run. */
    final boolean holdsForOthers() {
        return graph.locks() > 0 || !heldAround.isEmpty();
    }

    /**
     * The current thread, which may be inside of other runs than that which started this one, is about to drive it.
     *
     * @throws PexenException if the run could wait forever there
     */
    final void drivenHere() {
        List<Nesting.Held> here = Nesting.held();
        if (!here.isEmpty()) {
            Nesting.check(sched, setup, here, depth);
            heldAround = Nesting.union(heldAround, here);
        }
    }

    @Override
    public final void wake() {
        poked = true;
        wakeDriver();
        if (driverExecutes) {
            callMover();
        }
    }

    /** Has a worker move the run, whose driver cannot at this moment: one of each pool, as those of some may all be busy. */
    private void callMover() {
        for (RunJob job : jobs) {
            job.callOneMore();
        }
    }

    final void wakeDriver() {
        LockSupport.unpark(driver);
    }

    /** Wakes the driver if it sleeps: for what happens often. */
    final void wakeSleepingDriver() {
        if (driverSleeps) {
            driverSleeps = false;
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
     * The run is over, and whoever drives it may be busy: keeps further bodies from beginning, and interrupts those that run. May
     * be called from any thread.
     */
    abstract void stopBodies();

    /**
     * Whether threads without the turn may stop bodies, and so all steps of places are to be compare-and-sets: the driver of an
     * iterated run keeps the turn while it waits, and listeners may keep it for long.
     */
    final boolean mayStopAnyTime() {
        return movesByDriverOnly() || !listeners.isEmpty();
    }

    final void interruptBodies() {
        for (RunJob job : jobs) {
            job.handout.cancel(planner::dropped);
        }
    }

    /** From now on nothing is dispatched, so other runs need not leave a lock to this one. */
    private void setOver() {
        over = true;
        planner.giveWay();
    }

    // What only who has the turn calls.

    /**
     * Processes results, whose listeners have been told, and dispatches what may be dispatched then. Throws nothing: what fails
     * ends the run.
     *
     * @param hand that of the worker which has the turn, and may be given a task; null if it is no worker of the run
     */
    final void advance(List<Place> ended, @Nullable Hand hand) {
        if (hand != null) {
            hand.job.handout.takeBack(hand);
        }
        Hand mover = hand == null || hand.worker().isWanted() || hand.job.pool.isClosed() ? null : hand;
        Object monitor = planner.monitor();
        if (monitor == null) {
            completeAndDispatch(ended, mover);
        } else {
            synchronized (monitor) { // once for all, and never while listeners are called
                completeAndDispatch(ended, mover);
                planner.passOn();
            }
        }
        tellSkipped();
    }

    private void completeAndDispatch(List<Place> ended, @Nullable Hand mover) {
        for (int i = 0; i < ended.size(); i++) {
            complete(ended.get(i));
        }
        try {
            dispatch(mover);
        } catch (Throwable e) {
            breakRun(failure("dispatching its tasks", e));
        }
    }

    private void dispatch(@Nullable Hand mover) {
        if (isOver()) {
            return;
        }
        poked = false;
        planner.setNow(now());
        while (!isOver()) {
            int task = planner.next();
            if (task < 0) {
                break;
            }
            RunJob job = jobs[planner.pool(task)];
            Hand mine = mover != null && mover.job == job ? mover : null; // a worker executes tasks of its own pool
            job.handout.hand(task, graph.task(task), planner.handedOn(task), mine);
        }
        for (int i = 0; i < jobs.length; i++) {
            jobs[i].handout.readyLeft = planner.hasReady(i);
        }
    }

    /** Something failed that is no task's business, or would leave the run half moved. */
    final PexenException failure(String doing, Throwable e) {
        return new PexenException(
                "the run of sched \"" + sched.name() + "\" was ended, because " + doing + " failed", e);
    }

    /**
     * Calls for workers of each pool that has more tasks than workers. Who has just given back the turn calls as well: if another
     * one has taken it meanwhile, and changed what is to be done, that one calls too, later.
     */
    final void callWorkers() {
        if (isOver()) {
            return;
        }
        for (RunJob job : jobs) {
            job.callWorkers(job.handout.outstanding());
            if (job.isForDriver()) {
                wakeSleepingDriver();
            }
        }
    }

    /** Notes a result, and shows it to listeners. Nothing that it unlocks is ready before {@link #complete}. */
    void deliver(Place place) {
        if (place.failed()) {
            failures.add(place.res());
            failed = failures.size();
            failedBefore |= !cancelled;
        }
        if (!listeners.isEmpty()) {
            TaskRes res = place.res();
            TaskTimes times = timed ? times(place) : TaskTimes.NONE;
            tell(listener -> listener.taskFinished(this, res, times));
        }
    }

    private TaskTimes times(Place place) {
        long readyAt = planner.readyAt(place.index());
        long lock = planner.lockWait(place.index());
        return new TaskTimes(
                readyAt - startNanos, lock, place.startedAt - readyAt - lock, place.endedAt - place.startedAt);
    }

    /** Processes a result: what it unlocks becomes ready. */
    private void complete(Place place) {
        long now = now();
        Handout handout = place.home;
        planner.setNow(now);
        boolean depsOk = !place.failed() || place.res().depsOk();
        boolean locksOk = !place.failed() || place.res().locksOk();
        try {
            planner.completed(place.index(), place.handsOn(), depsOk, locksOk);
        } catch (Throwable e) { // such as a body that has left a thread which writes to the shared state
            breakRun(failure("processing the result of task \"" + place.task().id() + '"', e));
        }
        handout.free(place);
        if (timed && handout.readyLeft && handout.outstanding() < handout.hands()) {
            idleNanos += now - place.endedAt;
        }
    }

    private void tellSkipped() {
        if (planner.skippedCount() > 0) {
            skips.tell(skipped -> tell(listener -> listener.taskSkipped(this, skipped)));
        }
    }

    /** Ends the run: frees its locks, and tells what came of it. Nothing is dispatched any more. */
    final RunSummary end(boolean early) {
        List<Task> running = new ArrayList<>();
        int[] late = bodiesThatRun(running);
        List<Object> locksHeld = planner.end(early, late);
        if (graph.locks() > 0) {
            Deadlocks.ended(this);
        }
        if (late.length > 0) {
            boolean one = late.length == 1;
            RunLog.warn(
                    "sched \"{}\": {} did not heed {} within {} and still {}{}{}",
                    sched.name(),
                    new Named(running),
                    one ? "its interrupt" : "their interrupts",
                    setup.gracePeriod(),
                    one ? "runs" : "run",
                    locksHeld.isEmpty() ? "" : one ? "; until it ends it keeps " : "; until they end they keep ",
                    new Named(locksHeld));
        }
        tellSkipped();
        RunSummary result = summarize(locksHeld);
        over = true;
        summary = result;
        warnOf(result);
        sched.active(this, false);
        tell(listener -> listener.runEnded(this, result));
        if (ownPool) {
            pool.close();
        }
        return result;
    }

    private int[] bodiesThatRun(List<Task> running) {
        List<Integer> late = new ArrayList<>(0);
        for (RunJob job : jobs) {
            job.handout.forEach(place -> {
                if (place.isRunning()) {
                    late.add(place.index());
                    running.add(place.task());
                }
            });
        }
        return late.stream().mapToInt(Integer::intValue).toArray();
    }

    private RunSummary summarize(List<Object> locksHeld) {
        try {
            return summarize(new LinkedHashSet<>(locksHeld));
        } catch (Throwable e) { // such as a key that throws from hashCode
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
            RunLog.debug("sched \"{}\": {}", sched.name(), result);
            return; // what is skipped and held then is what was asked for
        }
        if (!result.skipped().isEmpty()) {
            RunLog.warn(
                    "sched \"{}\": {} of {} skipped, because {} failed{}{}",
                    sched.name(),
                    result.skipped().size(),
                    Named.count(graph.size(), "task"),
                    result.failed() == 0 ? "tasks of other runs" : result.failed(),
                    result.failed() == 0 ? "" : ": ",
                    new Named(result.failedTasks()));
            result.skipped().forEach(each -> RunLog.debug("skipped {}", each));
        }
        if (!result.locksHeld().isEmpty()) {
            RunLog.warn(
                    "sched \"{}\": {} stayed held by failed tasks until the end of the run: {}",
                    sched.name(),
                    Named.count(result.locksHeld().size(), "lock"),
                    new Named(result.locksHeld()));
            RunLog.debug("locks held to the end: {}", result.locksHeld());
        }
    }

    /**
     * Ends the run early: drops what no worker has begun, interrupts the rest and waits for it, within the grace period.
     *
     * @param delivered results that have been delivered, and are still to be processed
     */
    final RunSummary abort(List<Place> delivered) {
        setOver();
        advance(delivered, null);
        interruptBodies();
        Deadlocks.sleeps();
        boolean interrupted = Thread.interrupted();
        Hand.away(); // bodies that heed the interrupt may need this worker's room to go on
        try {
            interrupted |= awaitBodies();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt(); // who is interrupted does not wait until there is room
            }
            Hand.back();
            interrupted |= Thread.interrupted(); // listeners are not meant by it
        }
        RunSummary result = end(true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    /** Waits for the bodies that run, within the grace period; whether the thread was interrupted meanwhile. */
    private boolean awaitBodies() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + Nanos.of(setup.gracePeriod());
        while (hasRunning()) {
            Place place = finished.poll();
            if (place != null) {
                deliver(place);
                advance(List.of(place), null);
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            driverSleeps = true;
            if (finished.isEmpty()) {
                LockSupport.parkNanos(this, left);
            }
            interrupted |= Thread.interrupted();
        }
        driverSleeps = false;
        return interrupted;
    }

    /** How many tasks are dispatched, and their results not processed. What happens at this moment may be missed. */
    final int tasksUnderWay() {
        int tasks = 0;
        for (RunJob job : jobs) {
            tasks += job.handout.underWay();
        }
        return tasks;
    }

    private boolean hasRunning() {
        for (RunJob job : jobs) {
            if (job.handout.hasRunning()) {
                return true;
            }
        }
        return false;
    }

    /** Frees the locks of tasks whose bodies have ended after the run. Needs no turn, which listeners may keep for long. */
    final void processLate() {
        while (summary != null && !finished.isEmpty()) {
            synchronized (finished) {
                for (Place place = finished.poll(); place != null; place = finished.poll()) {
                    planner.endedLate(place.index());
                    place.home.free(place);
                }
            }
        }
    }

    // What only the driver calls.

    /**
     * Takes the turn as soon as it is free. If this thread executes a task of another run, another worker takes its place in the
     * pool meanwhile, which a listener that keeps the turn may need.
     */
    final void awaitTurn() {
        if (turn.take()) {
            return;
        }
        Hand.away();
        try {
            turn.await();
        } finally {
            Hand.back();
        }
    }

    /** Waits until there is something to do; works itself if it is a worker of one of the pools, and may. */
    final void awaitWork() {
        if (executesHere()) {
            return;
        }
        if (movesByDriverOnly() && Spin.until(this::hasWork)) {
            return;
        }
        if (Hand.current() == null) {
            park();
        } else {
            Hand.away();
            try {
                park();
            } finally {
                Hand.back();
            }
        }
    }

    private boolean executesHere() {
        driverExecutes = true; // and only then looks whether the run is to be moved: see wake()
        try {
            for (RunJob job : jobs) {
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
            driverSleeps = true;
            while (!isAwaited()) {
                moveOuter(); // this thread may be the driver that they wait for
                if (!isAwaited()) { // which may have woken this run, and used up the permit to go on
                    LockSupport.park(this);
                }
                driverSleeps = true;
            }
        } finally {
            driverSleeps = false;
        }
    }

    /** Moves outer runs; the listeners that are called then must not wait for locks of this run, if only this thread moves it. */
    private void moveOuter() {
        boolean holds = driverIsNeeded && holdsForOthers();
        if (holds) {
            Nesting.takes(this);
        }
        try {
            Hand.moveOuter();
        } finally {
            if (holds) {
                Nesting.processed(this);
            }
        }
    }

    private boolean isAwaited() {
        return hasWork() || hasTaskForDriver() || Thread.currentThread().isInterrupted();
    }

    /** Whether a task waits that the driver shall execute, see {@link RunJob#isForDriver}. */
    private boolean hasTaskForDriver() {
        for (RunJob job : jobs) {
            if (job.isForDriver()) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is something for the driver to do. */
    final boolean hasWork() {
        return poked || !finished.isEmpty() || isOver();
    }

    /** Whether the run has ended, or must. */
    @Override
    public final boolean isOver() {
        return over;
    }

    /** The run cannot go on; its driver throws the first reason that is given. Harmless if the run has ended. */
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

    final @Nullable RunSummary summaryOrNull() {
        return summary;
    }

    private void tell(Consumer<RunListener> message) {
        if (listeners.isEmpty()) {
            return;
        }
        Nesting.listens(this);
        try {
            for (RunListener listener : listeners) {
                try {
                    message.accept(listener);
                } catch (Throwable e) {
                    RunLog.warn(
                            "sched \"{}\": listener {} failed; the run goes on",
                            sched.name(),
                            listener.getClass().getName(),
                            e);
                }
            }
        } finally {
            Nesting.listened(this);
        }
    }

    // What everybody sees.

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final Sched sched() {
        return sched;
    }

    @Override
    public final WorkerPool pool() {
        return pool;
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
}
