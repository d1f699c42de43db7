package io.pexen;

import io.pexen.internal.engine.WorkerFrame;
import io.pexen.run.RunHandle;
import org.jspecify.annotations.Nullable;

/** The run whose task the calling thread executes, for what wraps the execution of tasks. */
public final class CurrentRun {

    private CurrentRun() {}

    /** The run; of several inside of each other, the innermost. Null if the thread executes no task. */
    public static @Nullable RunHandle get() {
        return WorkerFrame.currentRun();
    }
}
