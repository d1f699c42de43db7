package io.pexen.spring.lifecycle;

import io.pexen.internal.Nanos;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;

/**
 * Tracks active runs and can wait until there is none. It is the last of all listeners, so that the others have seen
 * the end of a run by the time it counts as ended here. All state is guarded by this object, which is notified when a
 * run ends.
 */
final class RunningRuns implements RunListener, Ordered {

    private final Map<Long, RunHandle> runs = new LinkedHashMap<>();

    /** Whether new runs are cancelled as they start. */
    private boolean refusing;

    @Override
    public void runStarted(RunHandle run) {
        boolean refused;
        synchronized (this) {
            runs.put(run.id(), run);
            refused = refusing;
        }
        if (refused) {
            run.cancel();
        }
    }

    @Override
    public synchronized void runEnded(RunHandle run, RunSummary summary) {
        runs.remove(run.id());
        notifyAll();
    }

    /** Sets whether new runs are cancelled as they start. */
    synchronized void refuse(boolean refusing) {
        this.refusing = refusing;
    }

    synchronized int count() {
        return runs.size();
    }

    /** For logs: {@code 1 run of "nightly"}, {@code 3 runs of "hourly", "nightly"}. */
    synchronized String text() {
        String scheds = runs.values().stream()
                .map(run -> '"' + run.schedName() + '"')
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return runs.size() + (runs.size() == 1 ? " run" : " runs") + (scheds.isEmpty() ? "" : " of " + scheds);
    }

    /** Cancels all active runs. */
    void cancel() {
        List<RunHandle> running;
        synchronized (this) {
            running = List.copyOf(runs.values());
        }
        running.forEach(RunHandle::cancel);
    }

    /**
     * Waits until no run is active.
     *
     * @return whether no run is active; false if the timeout has elapsed
     */
    synchronized boolean await(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + Nanos.of(timeout);
        while (!runs.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
