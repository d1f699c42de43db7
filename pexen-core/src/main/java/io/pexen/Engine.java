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
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    static final Logger LOG = LoggerFactory.getLogger("io.pexen.run");

    private static final AtomicLong IDS = new AtomicLong();

    final TaskGraph graph;
    final Planner planner;
    final Turn turn = new Turn();
    /** Tasks that have ended and whose results nobody has seen. Polled by who has the turn. */
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

    /** The thread that waits for the run, or drives it between results. */
    volatile @Nullable Thread driver;

    /** Whether the driver sleeps, or is about to, and wants to be woken by a finished task. */
    private volatile boolean driverSleeps;

    /** Set when something other than a finished task asks for a move; cleared by who then has the turn. */
    volatile boolean poked;

    /** Set when the driver shall look whether the run waits for others in vain; cleared by the driver. */
    private volatile boolean suspect;

    /** How many drivers of other runs wait inside of tasks of this one. Kept by {@link Deadlocks}. */
    final AtomicInteger stallsInside = new AtomicInteger();

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
        this.sched = sched;
        this.setup = setup;
        this.graph = setup.graph();
        this.pool = pool;
        this.ownPool = ownPool;
        this.listeners = setup.listeners();
        this.timed = listeners.stream().anyMatch(RunListener::timed);
        pools.requireExecutable(graph);
        Deadlocks.checkNested(setup);
        int[] limits = pools.limits();
        this.jobs = new RunJob[limits.length];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = new RunJob(this, pools.all.get(i), limits[i]);
        }
        this.planner = new Planner(
                graph, pools.placeOf, limits, setup.preset(), setup.scope().table(), this, timed, startNanos);
        this.skips = new Skips(graph, planner);
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

    @Override
    public final void wake() {
        poked = true;
        wakeDriver();
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
            over = true;
            wake();
        }
    }

    // What only who has the turn calls.

    /**
     * Processes results, whose listeners have been told, and dispatches what may be dispatched then.
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
            }
        }
        tellSkipped();
        Deadlocks.moved(this);
    }

    private void completeAndDispatch(List<Place> ended, @Nullable Hand mover) {
        for (int i = 0; i < ended.size(); i++) {
            complete(ended.get(i));
        }
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

    /**
     * Calls for workers of each pool that has more tasks than workers. Who has just given back the turn calls as well: if another
     * one has taken it meanwhile, and changed what is to be done, that one calls too, later.
     */
    final void callWorkers() {
        for (RunJob job : jobs) {
            job.callWorkers(job.handout.outstanding());
            if (job.isForDriver()) {
                wakeSleepingDriver();
            }
        }
    }

    /** Shows listeners a result. Nothing that it unlocks is ready before {@link #complete}. */
    final void deliver(Place place) {
        if (place.failed()) {
            failures.add(place.res());
            failed = failures.size();
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
        planner.completed(place.index(), place.handsOn(), depsOk, locksOk);
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
        Set<Object> locksHeld = planner.end(early);
        tellSkipped();
        List<Task> unfinished = new ArrayList<>();
        planner.unfinished().forEach(task -> unfinished.add(graph.task(task)));
        RunSummary result = new RunSummary(
                planner.done(),
                failures,
                skips.all(),
                unfinished,
                locksHeld,
                Duration.ofNanos(System.nanoTime() - startNanos),
                Duration.ofNanos(idleNanos));
        summary = result;
        over = true;
        warn(result);
        sched.active(this, false);
        tell(listener -> listener.runEnded(this, result));
        if (ownPool) {
            pool.close();
        }
        return result;
    }

    private void warn(RunSummary result) {
        if (!result.skipped().isEmpty()) {
            LOG.warn(
                    "sched \"{}\": {} of {} tasks skipped, since {} failed",
                    sched.name(),
                    result.skipped().size(),
                    graph.size(),
                    result.failed());
            result.skipped().forEach(each -> LOG.debug("skipped {}", each));
        }
        if (!result.locksHeld().isEmpty()) {
            LOG.warn(
                    "sched \"{}\": {} locks stayed held by failed tasks until the end of the run",
                    sched.name(),
                    result.locksHeld().size());
            LOG.debug("locks held to the end: {}", result.locksHeld());
        }
    }

    /**
     * Ends the run early: drops what no worker has begun, interrupts the rest and waits for it, within the grace period.
     *
     * @param delivered results that have been delivered, and are still to be processed
     */
    final RunSummary abort(List<Place> delivered) {
        cancelled = true;
        over = true; // so nothing is dispatched any more
        advance(delivered, null);
        int running = 0;
        for (RunJob job : jobs) {
            running += job.handout.outstanding() - job.handout.cancel();
        }
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + Nanos.of(setup.gracePeriod());
        while (running > 0) {
            Place place = finished.poll();
            if (place != null) {
                running--;
                deliver(place);
                advance(List.of(place), null);
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                LOG.warn(
                        "sched \"{}\": {} tasks did not heed their interrupt within {}",
                        sched.name(),
                        running,
                        setup.gracePeriod());
                break;
            }
            driverSleeps = true;
            if (finished.isEmpty()) {
                LockSupport.parkNanos(this, left);
            }
            interrupted |= Thread.interrupted();
        }
        RunSummary result = end(true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    // What only the driver calls.

    /** Waits until there is something to do; works itself if it is a worker of one of the pools. Throws if there never will be. */
    final void awaitWork() {
        for (RunJob job : jobs) {
            Worker worker = job.driverAsWorker();
            if (worker != null && job.executeOne(worker)) {
                return;
            }
        }
        if (movesByDriverOnly() && Spin.until(this::hasWork)) {
            return;
        }
        suspect = false;
        Hand inside = Hand.current();
        if (inside == null) {
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

    private void park() {
        Deadlocks.stalls(this);
        try {
            driverSleeps = true;
            while (!hasWork()
                    && !suspect
                    && !hasTaskForDriver()
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
                driverSleeps = true;
            }
        } finally {
            driverSleeps = false;
            Deadlocks.over(this);
        }
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

    /** The run waits for other runs only: has the driver see whether that is in vain. */
    final void suspectDeadlock() {
        suspect = true;
        wakeDriver();
    }

    /** Whether there is something for the driver to do. */
    final boolean hasWork() {
        return poked || !finished.isEmpty() || isOver();
    }

    /** Whether the run has ended, or must. */
    final boolean isOver() {
        return over;
    }

    /** The run cannot go on; its driver is told why. */
    final void breakRun(PexenException why) {
        broken = why;
        over = true;
        wake();
    }

    final boolean isCancelled() {
        return cancelled;
    }

    final @Nullable PexenException broken() {
        return broken;
    }

    final @Nullable RunSummary summaryOrNull() {
        return summary;
    }

    private void tell(Consumer<RunListener> message) {
        for (RunListener listener : listeners) {
            try {
                message.accept(listener);
            } catch (Throwable e) {
                LOG.warn("sched \"{}\": listener {} failed; the run goes on", sched.name(), listener, e);
            }
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
