package io.pexen;

import io.pexen.pool.Worker;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A worker at a run: the places that it has taken ahead, and the one that it executes. Of what it has taken ahead others
 * may take as well when they have nothing else, so a long task keeps none waiting.
 */
final class Hand {

    /** Tasks that take less than this on average are taken several at a time, to spare the common queue. */
    private static final long SWIFT_NANOS = 10_000;

    /** The innermost hand that the current thread is. A task may drive a run of its own, whose tasks this thread executes too. */
    private static final ThreadLocal<@Nullable Hand> CURRENT = new ThreadLocal<>();

    /** The run, as a job of the pool that the worker is of. */
    final RunJob job;
    /** Added to by this hand's thread alone. */
    final PlaceQueue ahead;

    // Of the thread that is this hand.
    private @Nullable Worker worker;
    private @Nullable Hand outer;
    private @Nullable Place place;
    private @Nullable Place given;
    /** Whether it has ever taken tasks ahead; of {@link Handout}. */
    boolean isTaker;

    private boolean counted;
    /** How many waits the thread is in: one inside of another where a listener, called meanwhile, waits itself. */
    private int waits;

    /** How many interrupts of tasks that the thread is in had come, and been cleared by their bodies, when it became this hand. */
    private int heeded;

    private long looked;
    private int executed;

    Hand(RunJob job, int capacity) {
        this.job = job;
        this.ahead = new PlaceQueue(capacity);
    }

    static @Nullable Hand current() {
        return CURRENT.get();
    }

    /** The run of the task that the current thread executes, or null; of several inside of each other, that of the innermost. */
    static @Nullable Engine currentRun() {
        Hand hand = CURRENT.get();
        return hand == null ? null : hand.job.engine;
    }

    /** The runs whose tasks the current thread executes. */
    static Set<Engine> runs() {
        Set<Engine> runs = new HashSet<>(0);
        for (Hand hand = CURRENT.get(); hand != null; hand = hand.outer) {
            if (hand.place != null) {
                runs.add(hand.job.engine);
            }
        }
        return runs;
    }

    /** Whether the current thread executes a task of the run, or of a run that was started inside of one, at any depth. */
    static boolean isInside(Engine run) {
        for (Hand hand = CURRENT.get(); hand != null; hand = hand.outer) {
            for (Engine inside = hand.job.engine; inside != null; inside = inside.outer) {
                if (inside == run) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the thread drives the run, executes a task of it meanwhile, and no other can do what is left to it. */
    boolean isNeeded() {
        return !counted && !worker().isReplaceable();
    }

    /** Makes the current thread this hand, which no other one is. */
    void enter(Worker by) {
        heeded = CURRENT.get() == null ? 0 : countHeeded();
        worker = by;
        outer = CURRENT.get();
        executed = 0;
        CURRENT.set(this);
    }

    void leave() {
        CURRENT.set(outer);
        counted = false;
        waits = 0;
        worker = null;
        outer = null;
    }

    /** The current thread is about to sleep, inside of a task: its pool and its run may have another worker in its place. */
    static void away() {
        for (Hand inside = CURRENT.get(); inside != null; inside = inside.outer) {
            if (!inside.counted) {
                inside.job.driverSleeps();
            } else if (inside.waits++ == 0) {
                inside.job.sleeps();
                inside.worker().waits();
            }
        }
    }

    /** The current thread has slept. */
    static void back() {
        for (Hand inside = CURRENT.get(); inside != null; inside = inside.outer) {
            if (inside.counted && --inside.waits == 0) {
                inside.worker().goesOn();
                inside.job.wakes();
            }
        }
    }

    /** Moves the outer runs that the current thread drives and no worker of a pool may be there for, if there is something to do. */
    static void moveOuter() {
        for (Hand inside = CURRENT.get(); inside != null; inside = inside.outer) {
            Engine outer = inside.job.engine;
            if (outer.driverIsNeeded && outer.isDrivenBy(Thread.currentThread())) {
                outer.move(null);
            }
        }
    }

    /** How many tasks the current thread executes inside of each other. */
    static int nested() {
        int nested = 0;
        for (Hand inside = CURRENT.get(); inside != null; inside = inside.outer) {
            nested++;
        }
        return nested;
    }

    /** How many interrupts of tasks that this thread is in have come, and been cleared by their bodies. */
    private static int countHeeded() {
        int interrupts = interrupts(false); // counted first: one that comes after that is not cleared by anybody
        return Thread.currentThread().isInterrupted() ? 0 : interrupts;
    }

    /**
     * Interrupts the current thread again if a task that it is in has been interrupted since it became this hand: that came while
     * the thread executed a task of an inner run, and was cleared with that one's end. To be called then, as listeners that are
     * told of the end may wait for others.
     */
    static void interruptAgain() {
        Hand hand = CURRENT.get();
        if (hand != null && hand.outer != null && interrupts(true) > hand.heeded) {
            Thread.currentThread().interrupt();
        }
    }

    private static int interrupts(boolean onTheirWay) {
        int interrupts = 0;
        for (Hand inside = CURRENT.get(); inside != null; inside = inside.outer) {
            interrupts += inside.place != null && inside.place.isInterrupted(onTheirWay) ? 1 : 0;
        }
        return interrupts;
    }

    /** Makes the worker one that the run counts as being there; for this visit. */
    void count() {
        counted = true;
    }

    /** The hand that the current thread was before it became this one. */
    @Nullable
    Hand outer() {
        return outer;
    }

    /** The task that this thread executes. */
    @Nullable
    Task task() {
        return place != null ? place.task() : null;
    }

    Worker worker() {
        return Objects.requireNonNull(worker);
    }

    /** The place that this worker has taken when it had the turn, and has begun with; null if there is none. */
    @Nullable
    Place given() {
        return given;
    }

    /** Who has the turn gives itself a task, that it executes when it has given back the turn. */
    void give(Place next) {
        if (job.engine.mayStopAnyTime()) {
            given = next.begin(worker()) ? next : null;
        } else {
            next.beginInTurn(worker());
            given = next;
        }
    }

    /** What it was given cannot be taken back, because it has been interrupted. */
    void keep(Place next) {
        given = next;
    }

    /** Gives back what this worker has taken when it had the turn. */
    @Nullable
    Place giveBack() {
        Place place = given;
        given = null;
        return place;
    }

    /** Executes a task that this worker has begun with. */
    TaskRes execute(Place next) {
        given = null;
        place = next;
        Engine engine = job.engine;
        next.startedAt = engine.now();
        TaskRes outcome = next.execute(worker(), engine.setup().preset());
        next.endedAt = engine.now();
        place = null;
        executed++;
        return outcome;
    }

    /** Whether the tasks since the last look were short. */
    boolean isSwift() {
        long now = System.nanoTime();
        boolean swift = now - looked < executed * SWIFT_NANOS;
        looked = now;
        executed = 0;
        return swift;
    }
}
