package io.pexen;

import io.pexen.pool.Worker;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands dispatched tasks from who has the turn to workers of one pool: in the order of dispatch, each to exactly one.
 *
 * <p>All go through one queue. A worker whose tasks are short takes its part of what is there at once, so that it need not
 * meet the others at each task: guided self-scheduling (Polychronopoulos and Kuck, 1987). What it has taken ahead it leaves
 * to whoever has nothing else.
 */
final class Handout {

    private final PlaceQueue open;
    /** Those that there are, in the order in which they were made. Written by who has the turn, read by any thread. */
    private final AtomicReferenceArray<@Nullable Place> places;

    private final Hand[] hands;

    // Owned by who has the turn.
    private final ArrayDeque<Place> free = new ArrayDeque<>();
    private int made;
    private int outstanding;
    /** Whether tasks were left that could have been handed out, had there been room. */
    boolean readyLeft;

    Handout(RunJob job, int workers, int limit) {
        open = new PlaceQueue(limit);
        places = new AtomicReferenceArray<>(limit);
        hands = new Hand[Math.min(workers, limit)];
        for (int i = 0; i < hands.length; i++) {
            hands[i] = new Hand(job, limit);
        }
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
     */
    void cancel() {
        forEach(Place::drop);
        forEach(Place::interrupt); // only now: a worker freed earlier could take a task that is about to be dropped
    }

    /** Whether a worker has begun with a task whose result has not been processed. */
    boolean hasRunning() {
        boolean[] any = {false};
        forEach(place -> any[0] |= place.isRunning());
        return any[0];
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
        return hands.length;
    }

    /** A hand for the worker on whose thread this is called; null if all are used. */
    @Nullable
    Hand enter(Worker worker) {
        for (Hand hand : hands) {
            if (hand.enter(worker)) {
                return hand;
            }
        }
        return null;
    }

    /** Takes this hand's part of the tasks that wait at once, if they are short and many. The first of them, or null. */
    @Nullable
    Place takeAhead(Hand hand) {
        int waiting = open.size();
        return waiting >= 2 * hands.length && hand.isSwift() ? open.take(waiting / hands.length - 1, hand.ahead) : null;
    }

    /** The next task that waits for a worker, or null. */
    @Nullable
    Place takeOne() {
        Place place = open.take();
        return place != null ? place : takeFromOthers();
    }

    private @Nullable Place takeFromOthers() {
        for (Hand hand : hands) {
            Place place = hand.ahead.take();
            if (place != null) {
                return place;
            }
        }
        return null;
    }

    /** How many tasks wait for a worker. What workers do at this moment may be missed. */
    int waiting() {
        int waiting = open.size();
        for (Hand hand : hands) {
            waiting += hand.ahead.size();
        }
        return waiting;
    }
}
