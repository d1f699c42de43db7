package io.pexen;

import io.pexen.pool.Job;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import org.jspecify.annotations.Nullable;

/**
 * A run as a job of a pool, of which it may use several: what the workers do that the pool gives to it.
 *
 * <p>A worker stays as long as it finds tasks, looks about for a few microseconds more, and leaves. Who has the turn calls for
 * workers when there are more tasks than workers at the run. Where other jobs wait for the pool, a worker goes to the end of
 * their queue after each of its turns.
 */
final class RunJob implements Job {

    /** How many tasks a thread executes inside of each other before it has another one take over. */
    private static final int MOST_NESTED = 32;

    final Engine engine;
    final WorkerPool pool;
    final Handout handout;
    private final Crew crew;

    /** Whether the driver of the run is a worker of the pool, and who dispatches tasks need not be one. */
    private volatile boolean servedByDriver;

    /**
     * The job of one pool.
     *
     * @param limit how many tasks may be handed out at a time
     */
    RunJob(Engine engine, WorkerPool pool, int limit) {
        this.engine = engine;
        this.pool = pool;
        this.handout = new Handout(this, pool.workers(), limit);
        this.crew = new Crew(handout.hands());
    }

    /** Works for the run, as one more worker of it, until nothing is left to do or others wait for the pool. */
    @Override
    public void run(Worker worker) {
        do {
            boolean wantedElsewhere = visit(worker);
            if (wantedElsewhere) {
                callWorker(); // this one, after the others
                return;
            }
            crew.leave();
        } while (hasForWorkers() && crew.join(Integer.MAX_VALUE));
    }

    /** Works until there is nothing to do, or, which is told, other jobs wait for the worker. */
    private boolean visit(Worker worker) {
        Hand hand = null;
        try {
            hand = handout.enter(worker);
            return hand != null ? work(hand) : help(worker);
        } catch (Throwable e) {
            engine.breakRun(engine.failure("a worker", e));
            return false;
        } finally {
            if (hand != null) {
                // Before the worker is counted out or called again, so that who comes then finds a hand.
                handout.leave(hand);
            }
        }
    }

    /** As {@link #work}, for one task, if workers whose tasks wait for others occupy all hands. */
    private boolean help(Worker worker) {
        if (executeOne(worker, true)) {
            return worker.isWanted();
        }
        Hand hand = new Hand(this, 1); // so that others may work in its place while a listener waits
        hand.enter(worker);
        hand.count();
        try {
            engine.move(null);
        } finally {
            hand.leave();
        }
        return false;
    }

    private boolean work(Hand hand) {
        hand.count();
        Worker worker = hand.worker();
        do {
            for (Place place = next(hand); place != null; place = next(hand)) {
                engine.finished(place, hand.execute(place), hand);
                if (worker.isWanted() && hand.given() == null && hand.ahead.isEmpty()) {
                    return true;
                }
            }
            if (pool.isClosed() && handout.waiting() > 0) {
                engine.breakRun(new PoolClosedException(pool));
            }
        } while (findsWork(hand));
        return false;
    }

    /** The next place, with whose task this worker has begun; null if there is none, or the pool is closed. */
    private @Nullable Place next(Hand hand) {
        Place place = hand.given();
        while (place == null && !pool.isClosed()) {
            Place taken = take(hand);
            if (taken == null) {
                return null;
            }
            place = taken.begin(hand.worker()) ? taken : null;
        }
        return place;
    }

    private @Nullable Place take(Hand hand) {
        Place place = hand.ahead.take();
        if (place == null) {
            place = handout.takeAhead(hand);
            if (place == null) {
                return handout.takeOne();
            }
            callWorkers(Integer.MAX_VALUE); // who left just now saw none of those that went from one queue to the other
        }
        return place;
    }

    /** Looks for a moment whether there is something to do. */
    private boolean findsWork(Hand hand) {
        Spin.until(() -> hasForWorkers() || engine.isOver() || hand.worker().isWanted());
        boolean found = hasForWorkers();
        if (found) {
            engine.move(hand);
        }
        return found;
    }

    private boolean hasForWorkers() {
        return !engine.isOver() && (handout.waiting() > 0 || engine.canMove());
    }

    /** How many tasks are dispatched and wait for a worker. */
    @Override
    public int waiting() {
        return engine.isOver() ? 0 : handout.waiting();
    }

    /** A call for a worker will not be answered. The run ends for it, unless the pool is open and no task needs the worker. */
    @Override
    public void drop(PexenException why) {
        crew.leave(); // and looks then, so that a task which comes now is either seen here, or has somebody call again
        boolean driverComes = isForDriver() && !engine.driverExecutes();
        if (why instanceof PoolClosedException || (hasForWorkers() && !driverComes)) {
            engine.breakRun(why);
        }
    }

    /** Calls for workers, if there are more tasks than workers. */
    void callWorkers(int tasks) {
        boolean answers = true;
        while (answers && crew.join(tasks)) {
            answers = callWorker();
        }
    }

    /** Calls for a worker, which has been counted already; false if none will come, so that the run cannot go on. */
    private boolean callWorker() {
        try {
            pool.execute(this);
            return true;
        } catch (Throwable e) { // a pool that fails must not end the thread that has the turn
            drop(e instanceof PexenException why ? why : refused(e));
            return false;
        }
    }

    private PexenException refused(Throwable e) {
        return new PexenException(
                "the run of sched \"" + engine.sched().name() + "\" cannot go on: pool \"" + pool.name()
                        + "\" failed to take work; see the cause",
                e);
    }

    /** Calls for one more worker, if there may be more, whether or not tasks wait for it. */
    void callOneMore() {
        if (crew.join(Integer.MAX_VALUE)) {
            callWorker();
        }
    }

    /**
     * The worker that the driver, which calls this, is of the pool, and which shall execute tasks of the run; null if it is none.
     * Where another worker can replace the driver, that one shall do so if the driver has something to do that no other can: take
     * results, or execute tasks of a pool that cannot replace it; or if its stack holds many tasks already.
     */
    @Nullable
    Worker driverAsWorker() {
        Worker worker = pool.worker();
        if (worker != null && worker.isReplaceable() && (engine.driverIsNeeded || Hand.nested() >= MOST_NESTED)) {
            worker = null;
        }
        if (engine.jobs.length > 1 && servedByDriver != (worker != null)) {
            servedByDriver = worker != null;
        }
        return worker;
    }

    /**
     * Whether the driver shall execute a task. In a run on one pool who dispatches a task while the driver sleeps is a worker, and
     * executes it; in one on several the driver may be the only worker of the pool.
     */
    boolean isForDriver() {
        return servedByDriver && handout.waiting() > 0;
    }

    /** A worker of the run is about to sleep inside of a task: it does not count until it {@linkplain #wakes() wakes}. */
    void sleeps() {
        crew.leave();
        if (hasForWorkers() && crew.join(Integer.MAX_VALUE)) {
            callWorker();
        }
    }

    /** The driver of the run is about to sleep inside of a task that it executes, and so leaves others to workers. */
    void driverSleeps() {
        if (hasForWorkers()) {
            callOneMore();
        }
    }

    void wakes() {
        crew.comeBack();
    }

    /** Executes a task of the run on the calling thread, which is no worker of it otherwise; whether there was one. */
    boolean executeOne(Worker worker) {
        return executeOne(worker, false);
    }

    private boolean executeOne(Worker worker, boolean counted) {
        for (Place place = handout.takeOne(); place != null; place = handout.takeOne()) {
            if (pool.isClosed()) {
                engine.breakRun(new PoolClosedException(pool));
                return true;
            }
            if (place.begin(worker)) {
                Hand hand = new Hand(this, 1);
                hand.enter(worker);
                if (counted) {
                    hand.count();
                }
                try {
                    if (engine.isOver()) {
                        engine.stopBodies(); // whoever ended the run may have looked before this one began
                    }
                    engine.finished(place, hand.execute(place), null);
                } finally {
                    hand.leave();
                }
                return true;
            }
        }
        return false;
    }
}
