package io.pexen;

import io.pexen.pool.Worker;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands dispatched tasks from who has the turn to workers of one pool: in the order of dispatch, each to exactly one.
 *
 * <p>All go through one queue. A worker whose tasks are short takes its part of what is there at once, so that it need not
 * meet the others at each task: guided self-scheduling (Polychronopoulos and Kuck, 1987). What it has taken ahead it leaves
 * to whoever has nothing else.
 *
 * <p>A run may be on a pool of thousands of workers, so nothing here is made, or looked at, for each that might come: hands are
 * made for workers that do come, and others look only into those that have ever taken tasks ahead.
 */
final class Handout {

    private final RunJob job;
    private final PlaceQueue open;
    /** Those that there are, in the order in which they were made. Written by who has the turn, read by any thread. */
    private final AtomicReferenceArray<@Nullable Place> places;

    private final int hands;
    /** The room for what a hand may take ahead: its part of all that can be handed out at a time. */
    private final int part;

    // Guarded by this.
    private final ArrayDeque<Hand> unused = new ArrayDeque<>();
    private int handsMade;

    /** The hands that have taken tasks ahead, as many as the count says; grows only. Written under the monitor of this. */
    private final Hand[] takers;

    private volatile int takerCount;

    // Owned by who has the turn.
    private final ArrayDeque<Place> free = new ArrayDeque<>();
    private int made;
    private int outstanding;
    /** Whether tasks were left that could have been handed out, had there been room. */
    boolean readyLeft;

    Handout(RunJob job, int workers, int limit) {
        this.job = job;
        open = new PlaceQueue(limit);
        places = new AtomicReferenceArray<>(limit);
        hands = Math.min(workers, limit);
        part = limit / hands;
        takers = new Hand[part > 1 ? hands : 0];
    }

    // Who has the turn.

    /** How many tasks are handed out, and their results not processed. Who just gave back the turn may ask, too. */
    int outstanding() {
        return outstanding;
    }

    /**
     * Hands a task, for which there is room, to a worker: to the one that has the turn, if it wants one and none waits before; else
     * to whoever comes first.
     */
    void hand(int index, Task task, @Nullable SharedState shared, @Nullable Hand mover) {
        Place place = free.poll();
        if (place == null) {
            place = new Place(this);
            places.set(made++, place);
        }
        outstanding++;
        place.hand(index, task, shared);
        if (mover != null && mover.given() == null && open.isEmpty()) {
            mover.give(place);
        } else {
            open.add(place);
        }
    }

    /** The worker that has the turn keeps it on, and leaves the task that it was given to others. */
    void takeBack(Hand mover) {
        Place place = mover.giveBack();
        if (place != null) {
            if (place.handAgain()) {
                open.add(place);
            } else {
                mover.keep(place);
            }
        }
    }

    /** The result of the task that is here has been processed. */
    void free(Place place) {
        outstanding--;
        place.free();
        free.push(place);
    }

    // Any thread.

    /**
     * Keeps all tasks from running that no worker has begun, then interrupts the others. What is handed out at this moment may be
     * missed.
     *
     * @param dropped is told each task that will not run, once
     */
    void cancel(IntConsumer dropped) {
        forEach(place -> {
            if (place.drop()) {
                dropped.accept(place.index());
            }
        });
        forEach(Place::interrupt); // only now: a worker freed earlier could take a task that is about to be dropped
    }

    /** Whether a worker has begun with a task whose result has not been processed. */
    boolean hasRunning() {
        boolean[] any = {false};
        forEach(place -> any[0] |= place.isRunning());
        return any[0];
    }

    /** How many tasks are here, whether begun or not. */
    int underWay() {
        int[] count = {0};
        forEach(place -> count[0] += place.isUnderWay() ? 1 : 0);
        return count[0];
    }

    /** Passes on all places that there are, free ones included. */
    void forEach(Consumer<Place> consumer) {
        for (int i = 0; i < places.length(); i++) {
            Place place = places.get(i);
            if (place == null) {
                return;
            }
            consumer.accept(place);
        }
    }

    // Workers.

    /** How many workers can work for the run at a time. */
    int hands() {
        return hands;
    }

    /** A hand for the worker on whose thread this is called; null if all are used. */
    @Nullable
    Hand enter(Worker worker) {
        Hand hand = unusedHand();
        if (hand != null) {
            hand.enter(worker);
        }
        return hand;
    }

    private synchronized @Nullable Hand unusedHand() {
        Hand hand = unused.poll();
        if (hand == null && handsMade < hands) {
            hand = new Hand(job, part);
            handsMade++;
        }
        return hand;
    }

    /** The worker on whose thread this is called gives back its hand. */
    void leave(Hand hand) {
        hand.leave();
        synchronized (this) {
            unused.push(hand);
        }
    }

    /** Takes this hand's part of the tasks that wait at once, if they are short and many. The first of them, or null. */
    @Nullable
    Place takeAhead(Hand hand) {
        int waiting = open.size();
        if (waiting < 2 * hands || !hand.isSwift()) {
            return null;
        }
        if (!hand.isTaker) { // before the tasks are there, so that whoever looks for them finds the hand
            addTaker(hand);
        }
        return open.take(waiting / hands - 1, hand.ahead);
    }

    private synchronized void addTaker(Hand hand) {
        hand.isTaker = true;
        takers[takerCount] = hand;
        takerCount++;
    }

    /** The next task that waits for a worker, or null. */
    @Nullable
    Place takeOne() {
        Place place = open.take();
        return place != null ? place : takeFromOthers();
    }

    private @Nullable Place takeFromOthers() {
        int count = takerCount;
        for (int i = 0; i < count; i++) {
            Place place = takers[i].ahead.take();
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    /** How many tasks wait for a worker. What workers do at this moment may be missed. */
    int waiting() {
        int waiting = open.size();
        int count = takerCount;
        for (int i = 0; i < count; i++) {
            waiting += takers[i].ahead.size();
        }
        return waiting;
    }
}
