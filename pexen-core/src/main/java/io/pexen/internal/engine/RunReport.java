package io.pexen.internal.engine;

import io.pexen.internal.Named;
import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.plan.Planner;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a run reports: to its listeners, in the log, and in its summary. Owned by the thread that holds the combiner,
 * unless stated otherwise.
 */
final class RunReport {

    private final ActiveRun run;
    private final Setup setup;
    private final IndexedGraph graph;
    private final Planner planner;
    private final List<RunListener> listeners;
    private final boolean timed;
    private final long startNanos;
    private final SkipReport skips;
    private final List<TaskRes> failures = new ArrayList<>();
    private long idleNanos;
    /** Whether a task failed before the run was cancelled. */
    private boolean failedBefore;

    private volatile int failed;

    RunReport(ActiveRun run, Setup setup, Planner planner, boolean timed, long startNanos) {
        this.run = run;
        this.setup = setup;
        this.graph = setup.graph();
        this.planner = planner;
        this.listeners = setup.listeners();
        this.timed = timed;
        this.startNanos = startNanos;
        this.skips = new SkipReport(graph, planner);
    }

    /** How many tasks have failed. May be called by any thread. */
    int failed() {
        return failed;
    }

    /** Announces the run, before anything is dispatched. */
    void runStarted() {
        notifyListeners(listener -> listener.runStarted(run));
    }

    /** Records a result and notifies listeners. Nothing that it unlocks is ready yet. */
    void taskFinished(Slot slot) {
        if (slot.failed()) {
            failures.add(slot.res());
            failed = failures.size();
            failedBefore |= !run.isCancelled();
        }
        if (!listeners.isEmpty()) {
            TaskRes res = slot.res();
            TaskTimes times = timed ? times(slot) : TaskTimes.NONE;
            notifyListeners(listener -> listener.taskFinished(run, res, times));
        }
    }

    private TaskTimes times(Slot slot) {
        long readyAt = planner.readyAt(slot.index());
        long lock = planner.lockWait(slot.index());
        return new TaskTimes(
                readyAt - startNanos, lock, slot.startedAt - readyAt - lock, slot.endedAt - slot.startedAt);
    }

    /** Notifies listeners of the tasks that have been skipped since the last call. */
    void tasksSkipped() {
        if (planner.skippedCount() > 0) {
            skips.forEachNew(skipped -> notifyListeners(listener -> listener.taskSkipped(run, skipped)));
        }
    }

    /** A worker was idle for so long while a task was ready. */
    void workerIdle(long nanos) {
        idleNanos += nanos;
    }

    /** Announces the end of the run. */
    void runEnded(RunSummary summary) {
        notifyListeners(listener -> listener.runEnded(run, summary));
    }

    private void notifyListeners(Consumer<RunListener> message) {
        if (listeners.isEmpty()) {
            return;
        }
        Nesting.enterListener(run);
        try {
            for (RunListener listener : listeners) {
                try {
                    message.accept(listener);
                } catch (Throwable e) {
                    RunLog.warn(
                            "sched \"{}\": listener {} failed; the run continues",
                            setup.schedName(),
                            listener.getClass().getName(),
                            e);
                }
            }
        } finally {
            Nesting.exitListener(run);
        }
    }

    /** The outcome of the run, which ends now. */
    RunSummary summarize(List<Object> locksHeld) {
        try {
            return summarize(new LinkedHashSet<>(locksHeld));
        } catch (Throwable e) { // for example because a key throws from hashCode
            run.breakRun(run.failure("naming the locks that it holds", e));
            return summarize(Set.of());
        }
    }

    private RunSummary summarize(Set<Object> locksHeld) {
        List<Task> unfinished = new ArrayList<>();
        planner.unfinished().forEach(task -> unfinished.add(graph.task(task)));
        return new RunSummary(
                planner.done(),
                failures,
                skips.all(),
                unfinished,
                locksHeld,
                Duration.ofNanos(System.nanoTime() - startNanos),
                Duration.ofNanos(idleNanos),
                run.isCancelled() && !failedBefore);
    }

    /** Logs which bodies still run although the grace period is over. */
    void warnOfBodies(List<Task> running, List<Object> locksHeld) {
        boolean one = running.size() == 1;
        RunLog.warn(
                "sched \"{}\": {} did not respond to {} within {} and still {}{}{}",
                setup.schedName(),
                new Named(running),
                one ? "its interrupt" : "their interrupts",
                setup.gracePeriod(),
                one ? "runs" : "run",
                locksHeld.isEmpty() ? "" : one ? "; until it ends it keeps " : "; until they end they keep ",
                new Named(locksHeld));
    }

    /** Logs which tasks were skipped and which locks were retained, unless the run was cancelled. */
    void warnOf(RunSummary summary) {
        if (summary.outcome() == RunSummary.Outcome.CANCELLED) {
            RunLog.debug("sched \"{}\": {}", setup.schedName(), summary);
            return; // they are what was asked for
        }
        if (!summary.skipped().isEmpty()) {
            RunLog.warn(
                    "sched \"{}\": {} of {} skipped, because {} failed{}{}",
                    setup.schedName(),
                    summary.skipped().size(),
                    Named.count(graph.size(), "task"),
                    summary.failed() == 0 ? "tasks of other runs" : summary.failed(),
                    summary.failed() == 0 ? "" : ": ",
                    new Named(summary.failures().stream().map(TaskRes::task).toList()));
            summary.skipped().forEach(each -> RunLog.debug("skipped {}", each));
        }
        if (!summary.locksHeld().isEmpty()) {
            RunLog.warn(
                    "sched \"{}\": {} stayed held by failed tasks until the end of the run: {}",
                    setup.schedName(),
                    Named.count(summary.locksHeld().size(), "lock"),
                    new Named(summary.locksHeld()));
            RunLog.debug("locks held to the end: {}", summary.locksHeld());
        }
    }
}
