package io.pexen;

import io.pexen.pool.Job;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import org.jspecify.annotations.Nullable;

/**
 * A run as a job of its pool: what the workers do that the pool gives to it.
 *
 * <p>A worker stays as long as it finds tasks, looks about for a few microseconds more, and leaves. Who has the turn calls for
 * workers when there are more tasks than workers at the run. Where other jobs wait for the pool, a worker goes to the end of
 * their queue after each of its turns.
 */
final class RunJob implements Job {

    private final Engine engine;
    private final WorkerPool pool;
    private final Handout handout;
    private final Crew crew;

    RunJob(Engine engine, WorkerPool pool, Handout handout) {
        this.engine = engine;
        this.pool = pool;
        this.handout = handout;
        this.crew = new Crew(pool.workers());
    }

    /** Works for the run, as one more worker of it, until nothing is left to do or others wait for the pool. */
    @Override
    public void run(Worker worker) {
        Hand hand = handout.enter(worker);
        if (hand == null) {
            crew.leave();
            return;
        }
        try {
            work(hand);
        } catch (Throwable e) {
            crew.leave();
            engine.breakRun(
                    new PexenException("the run of sched \"" + engine.sched().name() + "\" failed in a worker", e));
        } finally {
            hand.leave();
        }
    }

    private void work(Hand hand) {
        Worker worker = hand.worker();
        do {
            for (Place place = next(hand); place != null; place = next(hand)) {
                engine.finished(place, hand.execute(place), hand);
                if (worker.isWanted() && hand.given() == null && hand.ahead.isEmpty()) {
                    callWorker(); // this one, after the others
                    return;
                }
            }
            if (pool.isClosed() && handout.waiting() > 0) {
                crew.leave();
                drop();
                return;
            }
        } while (findsWork(hand));
    }

    /** The next place, with whose task this worker has begun; null if there is none, or the pool is closed. */
    private @Nullable Place next(Hand hand) {
        Place place = hand.given();
        while (place == null && !pool.isClosed()) {
            Place taken = handout.take(hand);
            if (taken == null) {
                return null;
            }
            place = taken.begin(hand.worker()) ? taken : null;
        }
        return place;
    }

    /** Looks for a moment whether there is something to do; if not, takes the worker out of the crew. */
    private boolean findsWork(Hand hand) {
        Spin.until(() -> hasForWorkers() || engine.isOver() || hand.worker().isWanted());
        if (!engine.isOver() && hasForWorkers()) {
            engine.move(hand);
            return true;
        }
        crew.leave();
        return !engine.isOver() && hasForWorkers() && crew.join(Integer.MAX_VALUE);
    }

    private boolean hasForWorkers() {
        return handout.waiting() > 0 || engine.canMove();
    }

    /** How many tasks are dispatched and wait for a worker. */
    @Override
    public int waiting() {
        return engine.isOver() ? 0 : handout.waiting();
    }

    /** A call for a worker will not be answered, since the pool is closed. */
    @Override
    public void drop() {
        engine.breakRun(new PoolClosedException(pool));
    }

    /** Calls for workers, if there are more tasks than workers. */
    void callWorkers(int tasks) {
        boolean answers = true;
        while (answers && crew.join(tasks)) {
            answers = callWorker();
        }
    }

    /** Calls for a worker, which has been counted already; false if the pool is closed. */
    private boolean callWorker() {
        try {
            pool.execute(this);
            return true;
        } catch (PoolClosedException e) {
            crew.leave();
            drop();
            return false;
        }
    }

    /** Executes a task of the run on the calling thread, which is no worker of it otherwise; whether there was one. */
    boolean executeOne(Worker worker) {
        for (Place place = handout.takeOne(); place != null; place = handout.takeOne()) {
            if (pool.isClosed()) {
                drop();
                return true;
            }
            if (place.begin(worker)) {
                Hand hand = new Hand(engine, 1);
                hand.enter(worker);
                try {
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
