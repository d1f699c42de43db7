package io.pexen.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Records the activity of runs in every registry that it is bound to. Until there is one, it does not request times.
 */
final class RunMetrics implements RunListener, MeterBinder {

    /** Grows at startup; read by all threads that move runs. */
    private final List<RunMeters> registries = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(new RunMeters(registry));
    }

    @Override
    public boolean timed() {
        return !registries.isEmpty();
    }

    @Override
    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
        String outcome = outcome(run, res);
        record(meters -> {
            meters.task(run, res.task(), outcome, times.body());
            meters.waited(run, res.task(), times);
        });
    }

    private static String outcome(RunHandle run, TaskRes res) {
        if (res.succeeded()) {
            return "succeeded";
        }
        if (run.isCancelled()) {
            return "cancelled";
        }
        return res.failedControlled() ? "controlled" : "failed";
    }

    @Override
    public void taskSkipped(RunHandle run, Skipped skipped) {
        String outcome = run.isCancelled() ? "cancelled" : "skipped";
        record(meters -> meters.task(run, skipped.task(), outcome, 0));
    }

    @Override
    public void runEnded(RunHandle run, RunSummary summary) {
        String outcome = summary.outcome().name().toLowerCase(Locale.ROOT);
        record(meters -> {
            for (Task task : summary.cancelled()) {
                meters.task(run, task, "cancelled", 0);
            }
            meters.run(run, outcome, summary.wallTime());
            meters.idle(run, summary.idle());
        });
    }

    private void record(Consumer<RunMeters> what) {
        registries.forEach(what);
    }
}
