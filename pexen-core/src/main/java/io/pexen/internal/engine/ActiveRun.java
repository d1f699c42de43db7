package io.pexen.internal.engine;

import io.pexen.internal.plan.LockTable;
import io.pexen.internal.plan.RunOwner;
import io.pexen.run.RunHandle;
import io.pexen.task.PexenException;
import io.pexen.task.TaskRes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as its workers, the runs inside it and {@link Deadlocks} see it. */
interface ActiveRun extends RunHandle {

    // For workers.

    /**
     * A worker has the outcome of a task; {@code workerSlot} is null if the thread is not otherwise a worker of the
     * run.
     */
    void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot);

    /** Whether a worker may move the run and there is a reason to. */
    boolean canMove();

    /** Moves the run if a worker may and there is a reason to; {@code workerSlot} as in {@link #completed}. */
    void move(@Nullable WorkerSlot workerSlot);

    /** Whether the run has ended or must end, so that nothing is dispatched any more. */
    boolean isOver();

    /** Whether there is something for the driver to do: something to process, or to end the run. */
    boolean hasWorkForDriver();

    /**
     * The run is over, and its driver may be busy: keeps further bodies from beginning, and interrupts those that run.
     * If this needs the combiner and another thread holds it, that thread does it when it releases the combiner.
     */
    void stopBodies();

    /** The run cannot continue; its driver throws the first reason that is given. Harmless if the run has ended. */
    void breakRun(PexenException why);

    /** A failure outside of bodies, or one that would leave the run half moved. */
    PexenException failure(String doing, Throwable e);

    /** Whether only the driver can move the run. */
    boolean movesByDriverOnly();

    /** Whether the driver has something to do that no other thread can. */
    boolean driverIsNeeded();

    /** Whether the driver executes a task of the run and so cannot move it. */
    boolean driverExecutes();

    /** Whether the tasks of the run are executed by more than one pool. */
    boolean usesSeveralPools();

    // For runs inside it.

    /** The run inside whose task this one was started, or null. */
    @Nullable
    ActiveRun outer();

    /** How deeply this run is nested in others: 1 if in none. */
    int depth();

    /** The locks of its scope. */
    LockTable locks();

    /** Whether some of its tasks need locks. */
    boolean needsLocks();

    /** The locks that are held where the run was started, and where its driver asks for results. */
    List<Held> heldAround();

    /** Whether a thread that has taken a result of the run must not wait for just any other run. */
    boolean holdsForOthers();

    /** Whether tasks of the run hold locks, or may. For the thread that drives the run or holds the combiner. */
    boolean mayHoldLocks();

    /** Whether the thread was the last to become the driver, and the run has not ended. */
    boolean isDrivenBy(Thread thread);

    // For the search for deadlocks.

    /**
     * If the run can do nothing but wait for locks that failed tasks retain until their runs end: for each lock, those
     * runs. Otherwise empty.
     */
    List<List<RunOwner>> waitsForEndOf();

    /** How many tasks are dispatched and their results not processed. May miss what happens at this moment. */
    int tasksInFlight();
}
