package io.pexen.spring.actuate;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.task.TaskRes;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Drives runs that no caller waits for, each on a separate thread. The thread inherits nothing from the request that
 * has started the run, because the request ends while the run continues.
 */
final class BackgroundRuns {

    private final Executor executor;

    BackgroundRuns(ClassLoader loader) {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
        AtomicLong number = new AtomicLong();
        threads.setThreadFactory(body -> {
            Thread thread = new Thread(null, body, "pexen-run-" + number.incrementAndGet(), 0, false);
            thread.setContextClassLoader(loader);
            return thread;
        });
        executor = threads;
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
