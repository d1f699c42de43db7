package io.pexen.spring.actuate;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.task.TaskRes;
import java.util.concurrent.Executor;

/** Drives runs that nobody waits for, each on a thread of its own. */
final class BackgroundRuns {

    private final Executor executor;

    BackgroundRuns(Executor executor) {
        this.executor = executor;
    }

    /** Starts a run and returns its number at once. Its results go to the listeners of the sched. */
    long start(Sched sched) {
        Run run = sched.run();
        try {
            executor.execute(() -> drive(run));
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
        return run.id();
    }

    private static void drive(Run run) {
        try (run) {
            for (TaskRes res : run) {
                res.task();
            }
        }
    }
}
