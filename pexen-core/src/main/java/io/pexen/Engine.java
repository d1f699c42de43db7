package io.pexen;

import io.pexen.graph.TaskGraph;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both drivers of a run share: it joins the planner, the pool and the results.
 *
 * <p>Design. The planner and all fields marked so are owned by whoever has the <em>turn</em>. The {@link Run} driver takes
 * it for the consumer's thread while that is inside the iterator; the {@link Collector} lets any worker that has finished
 * a task take it. Workers only ever add to {@code finished} and wake the driver. So nothing here is locked, and a run
 * moves only as its driver lets it.
 *
 * <p>One thread, the <em>driver</em>, waits for the run: the consumer, or the caller that collects. It is woken by a
 * finished task, a lock that another run released, a cancellation, a closed pool.
 */
abstract class Engine implements RunHandle, Planner.Owner {

    static final Logger LOG = LoggerFactory.getLogger("io.pexen.run");
    private static final AtomicLong IDS = new AtomicLong();

    final TaskGraph graph;
    final Planner planner;
    final AtomicBoolean turn = new AtomicBoolean();
    /** Tasks that have ended and whose results nobody has seen. Added to by workers, polled by who has the turn. */
    final ConcurrentLinkedQueue<Dispatch> finished = new ConcurrentLinkedQueue<>();

    private final long id = IDS.incrementAndGet();
    private final Sched sched;
    private final Sched.Setup setup;
    private final WorkerPool pool;
    private final boolean ownPool;
    private final List<RunListener> listeners;
    private final boolean timed;
    /** The task whose body started this run, or null. */
    private final @Nullable Dispatch startedBy = Dispatch.current();

    private final Instant startedAt = Instant.now();
    private final long startNanos = System.nanoTime();

    /** What is dispatched and not completed, each in a slot. Written by who has the turn, read by any thread. */
    private final AtomicReferenceArray<@Nullable Dispatch> slots;

    // Owned by who has the turn.
    private final int[] freeSlots;
    private int freeSlotCount;
    private final List<TaskRes> failures = new ArrayList<>();
    private final Map<Integer, Skipped> skipped = new HashMap<>();
    private int skippedTold;
    private boolean readyLeft;
    private int outstanding;
    private long dispatches;
    private long idleNanos;

    /** The thread that waits for the run, or drives it between results. */
    volatile @Nullable Thread driver;

    /** Set when something other than a finished task asks for a move; cleared by who then has the turn. */
    volatile boolean poked;

    /** Set when the driver shall look whether the run waits for others in vain; cleared by the driver. */
    private volatile boolean suspect;

    volatile boolean cancelled;
    /** Why the run cannot go on, to be thrown at its driver. */
    private volatile @Nullable PexenException broken;

    private volatile @Nullable RunSummary summary;
    private volatile int failed;

    Engine(Sched sched, Sched.Setup setup, WorkerPool pool, boolean ownPool) {
        if (pool.isClosed()) {
            throw new PoolClosedException(pool);
        }
        this.sched = sched;
        this.setup = setup;
        this.graph = setup.graph();
        this.pool = pool;
        this.ownPool = ownPool;
        this.listeners = setup.listeners();
        this.timed = listeners.stream().anyMatch(RunListener::timed);
        Deadlocks.checkNested(setup);
        int limit = (int) Math.min(Math.max(1, graph.size()), (long) pool.workers() + pool.spare());
        this.slots = new AtomicReferenceArray<>(limit);
        this.freeSlots = new int[limit];
        while (freeSlotCount < limit) {
            freeSlots[freeSlotCount] = limit - ++freeSlotCount;
        }
        this.planner = new Planner(graph, setup.preset(), setup.scope().table(), this, timed, startNanos);
        sched.active(this, true);
        tell(listener -> listener.runStarted(this));
    }

    // What workers and other threads call.

    /** The time, if this run keeps times, else 0. */
    final long now() {
        return timed ? System.nanoTime() : 0;
    }

    /** A worker has the outcome of a task. */
    abstract void finished(Dispatch dispatch);

    /** Whether nobody but the driver can move the run. */
    abstract boolean movesByDriverOnly();

    /** Whether this run was started by a task of another one. */
    final boolean isInside(Engine other) {
        for (Dispatch dispatch = startedBy; dispatch != null; dispatch = dispatch.outer()) {
            if (dispatch.engine == other) {
                return true;
            }
        }
        return false;
    }

    final Sched.Setup setup() {
        return setup;
    }

    /** A task will never run, since the pool is closed. */
    final void dropped(PexenException why) {
        broken = why;
        wake();
    }

    @Override
    public final void wake() {
        poked = true;
        wakeDriver();
    }

    final void wakeDriver() {
        LockSupport.unpark(driver);
    }

    @Override
    public final void cancel() {
        if (summary == null) {
            cancelled = true;
            wake();
        }
    }

    // What only who has the turn calls.

    /** Dispatches what may be dispatched, as long as there is a place in the pool. */
    final void dispatch() {
        long now = now();
        poked = false;
        planner.setNow(now);
        while (freeSlotCount > 0 && !isOver()) {
            int task = planner.next();
            if (task < 0) {
                break;
            }
            int slot = freeSlots[--freeSlotCount];
            Dispatch dispatch = new Dispatch(this, task, slot, dispatches++, planner.shared(task), now);
            slots.set(slot, dispatch);
            outstanding++;
            try {
                pool.execute(dispatch);
            } catch (PexenException e) {
                dispatch.drop();
                broken = e;
                break;
            }
        }
        readyLeft = planner.readyCount() > planner.waitingForLocks();
    }

    /** Shows listeners a result. Nothing that it unlocks is ready before {@link #complete}. */
    final void deliver(Dispatch dispatch) {
        TaskRes res = dispatch.res();
        if (res.excinfo() != null) {
            failures.add(res);
            failed = failures.size();
        }
        if (!listeners.isEmpty()) {
            TaskTimes times = timed ? times(dispatch) : TaskTimes.NONE;
            tell(listener -> listener.taskFinished(this, res, times));
        }
    }

    private TaskTimes times(Dispatch dispatch) {
        long readyAt = planner.readyAt(dispatch.index);
        long lock = planner.lockWait(dispatch.index);
        return new TaskTimes(
                readyAt - startNanos, lock, dispatch.startedAt - readyAt - lock, dispatch.endedAt - dispatch.startedAt);
    }

    /** Processes a result: what it unlocks becomes ready. */
    final void complete(Dispatch dispatch) {
        TaskRes res = dispatch.res();
        long now = now();
        outstanding--;
        if (timed && readyLeft && outstanding < pool.workers()) {
            idleNanos += now - dispatch.endedAt;
        }
        slots.set(dispatch.slot, null);
        freeSlots[freeSlotCount++] = dispatch.slot;
        planner.setNow(now);
        planner.completed(dispatch.index, res.shared(), res.depsOk(), res.locksOk());
        tellSkipped();
    }

    private void tellSkipped() {
        while (skippedTold < planner.skippedCount()) {
            Skipped next = skipped(planner.skipped(skippedTold++));
            tell(listener -> listener.taskSkipped(this, next));
        }
    }

    /** Tasks are skipped after those that they lack something of, so the chain to the cause grows by one key each. */
    private Skipped skipped(int task) {
        Skipped known = skipped.get(task);
        if (known != null) {
            return known;
        }
        int lacked = planner.lacked(task);
        int from = planner.lackedFrom(task);
        Skipped parent = from < 0 ? null : skipped.get(from);
        Skipped made;
        if (lacked < 0) {
            made = new Skipped(
                    graph.task(task),
                    Skipped.Reason.LOCK,
                    from < 0 ? null : graph.task(from),
                    List.of(graph.lockKey(-1 - lacked)));
        } else if (parent == null) {
            made = new Skipped(
                    graph.task(task), Skipped.Reason.DEPENDENCY, graph.task(from), List.of(graph.key(lacked)));
        } else {
            made = new Skipped(
                    graph.task(task), parent.reason(), parent.cause(), new KeyChain(parent.keys(), graph.key(lacked)));
        }
        skipped.put(task, made);
        return made;
    }

    /** Ends the run: frees its locks, and tells what came of it. Nothing is dispatched any more. */
    final RunSummary end(boolean early) {
        Set<Object> locksHeld = planner.end(early);
        tellSkipped();
        List<Skipped> skippedTasks = new ArrayList<>();
        for (int i = 0; i < planner.skippedCount(); i++) {
            skippedTasks.add(skipped(planner.skipped(i)));
        }
        List<Task> unfinished = new ArrayList<>();
        planner.unfinished().forEach(task -> unfinished.add(graph.task(task)));
        RunSummary result = new RunSummary(
                planner.done(),
                failures,
                skippedTasks,
                unfinished,
                locksHeld,
                Duration.ofNanos(System.nanoTime() - startNanos),
                Duration.ofNanos(idleNanos));
        summary = result;
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

    /** Ends the run early: drops what no worker has begun, interrupts the rest and waits for it, within the grace period. */
    final RunSummary abort() {
        cancelled = true;
        int running = 0;
        for (int slot = 0; slot < slots.length(); slot++) {
            Dispatch dispatch = slots.get(slot);
            if (dispatch != null && dispatch.cancel()) {
                running++;
            }
        }
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + setup.gracePeriod().toNanos();
        long left = setup.gracePeriod().toNanos();
        for (int ended = 0; ended < running; ) {
            Dispatch dispatch = finished.poll();
            if (dispatch != null) {
                ended++;
                deliver(dispatch);
                complete(dispatch);
            } else if (left <= 0) {
                LOG.warn(
                        "sched \"{}\": {} tasks did not heed their interrupt within {}",
                        sched.name(),
                        running - ended,
                        setup.gracePeriod());
                break;
            } else {
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
                left = deadline - System.nanoTime();
            }
        }
        RunSummary result = end(true);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    // What only the driver calls.

    /** Waits until there is something to do; works itself if it is a worker of the pool. Throws if there never will be. */
    final void awaitWork() {
        Worker worker = pool.worker();
        if (worker != null && workInline(worker)) {
            return;
        }
        suspect = false;
        Deadlocks.Wait wait = Deadlocks.check(this);
        try {
            while (!hasWork() && !suspect && !Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
            }
        } finally {
            wait.over();
        }
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
    boolean isOver() {
        return cancelled || broken != null || summary != null;
    }

    private boolean workInline(Worker worker) {
        for (Dispatch inside = Dispatch.current(); ; inside = inside.outer()) {
            Engine engine = inside == null ? this : inside.engine;
            Dispatch next = this.firstNew();
            if (next == null && inside != null && engine.pool == pool) {
                next = engine.firstNew();
            }
            if (next != null) {
                next.run(worker);
                return true;
            }
            if (inside == null) {
                return false;
            }
        }
    }

    private @Nullable Dispatch firstNew() {
        Dispatch first = null;
        for (int slot = 0; slot < slots.length(); slot++) {
            Dispatch dispatch = slots.get(slot);
            if (dispatch != null && dispatch.isNew() && (first == null || dispatch.order < first.order)) {
                first = dispatch;
            }
        }
        return first;
    }

    final void breakRun(PexenException why) {
        broken = why;
    }

    final @Nullable PexenException broken() {
        return broken;
    }

    final @Nullable RunSummary summaryOrNull() {
        return summary;
    }

    private void tell(java.util.function.Consumer<RunListener> message) {
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
