package io.pexen.internal.engine;

import io.pexen.pool.Worker;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the driver of a run wait: the thread that iterates the run, or that collects it. It sleeps until there is
 * something to do, and executes tasks meanwhile if it is a worker of one of the run's pools. It is woken by a lock that
 * another run released, a cancellation, a closed pool or a task that it must execute and, if it is the consumer, by a
 * completion.
 */
final class Driver {

    private final ActiveRun run;
    private final PoolJobs jobs;
    private final Completions completions;

    private volatile @Nullable Thread thread;

    /** Whether the driver is parked, or about to be, and {@link #wakeIfParked} must wake it. */
    private volatile boolean parked;

    private volatile boolean executes;

    Driver(ActiveRun run, PoolJobs jobs, Completions completions) {
        this.run = run;
        this.jobs = jobs;
        this.completions = completions;
    }

    // Called by any thread.

    /** Whether the thread was the last to become the driver. */
    boolean is(Thread other) {
        return thread == other;
    }

    /** Whether the driver executes a task of the run and so cannot move it. */
    boolean executes() {
        return executes;
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    /** Wakes the driver if it is parked: for events that happen often. */
    void wakeIfParked() {
        if (parked) {
            parked = false;
            wake();
        }
    }

    // Called by the driver.

    /** The current thread becomes the driver. */
    void takeOver() {
        Thread current = Thread.currentThread();
        if (thread != current) { // mostly it is: spare a volatile write for each result
            thread = current;
        }
    }

    /** Waits for work; executes tasks itself if this thread is a worker of one of the pools, and may. */
    void awaitWork() {
        if (executesHere()) {
            return;
        }
        if (run.movesByDriverOnly() && Spin.until(run::hasWorkForDriver)) {
            return;
        }
        if (WorkerFrame.current() == null) {
            park();
        } else {
            WorkerFrame.blocked();
            try {
                park();
            } finally {
                WorkerFrame.unblocked();
            }
        }
    }

    private boolean executesHere() {
        for (PoolJob job : jobs.all) {
            Worker worker = job.driverAsWorker();
            if (worker != null && executes(job, worker)) {
                return true;
            }
        }
        return false;
    }

    private boolean executes(PoolJob job, Worker worker) {
        executes = true; // set before it looks whether the run is to be moved: see RunCore.wake
        try {
            return run.canMove() || job.executeOne(worker);
        } finally {
            executes = false;
        }
    }

    private void park() {
        try {
            parked = true;
            while (!isAwaited()) {
                moveOuter(); // this thread may be the driver that they wait for
                parked = true;
                if (!isAwaited()) { // moving them may have used up the permit with which this run was woken
                    LockSupport.park(run);
                }
                parked = true;
            }
        } finally {
            parked = false;
        }
    }

    /** Moves outer runs. If only this thread moves this run, listeners called meanwhile must not wait for its locks. */
    private void moveOuter() {
        boolean holds = run.driverIsNeeded() && run.holdsForOthers();
        if (holds) {
            Nesting.resultTaken(run);
        }
        try {
            WorkerFrame.moveOuter();
        } finally {
            if (holds) {
                Nesting.resultProcessed(run);
            }
        }
    }

    private boolean isAwaited() {
        return run.hasWorkForDriver()
                || jobs.hasTaskForDriver()
                || Thread.currentThread().isInterrupted();
    }

    /** Waits for a completion, for so long at most; may return earlier. */
    void awaitCompletion(long nanos) {
        parked = true;
        try {
            if (completions.isEmpty()) {
                LockSupport.parkNanos(run, nanos);
            }
        } finally {
            parked = false;
        }
    }
}
