package io.pexen.internal.engine;

import io.pexen.task.TaskRes;
import org.jspecify.annotations.Nullable;

/** What workers do to a run when they have executed a task, or find none: the two kinds of run differ in that. */
interface WorkerCallbacks {

    /** See {@link ActiveRun#completed}. */
    void completed(Slot slot, TaskRes res, @Nullable WorkerSlot workerSlot);

    /** See {@link ActiveRun#canMove}. */
    boolean canMove();

    /** See {@link ActiveRun#movesByDriverOnly}. */
    boolean movesByDriverOnly();

    /** See {@link ActiveRun#move}. */
    void move(@Nullable WorkerSlot workerSlot);
}
