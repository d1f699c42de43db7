package io.pexen.spring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pexen.RunHandle;
import io.pexen.task.Task;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The meters of runs in one registry. */
final class RunMeters {

    private final MeterProvider<Timer> tasks;
    private final MeterProvider<Timer> waits;
    private final MeterProvider<Timer> runs;
    private final MeterProvider<Counter> idle;

    RunMeters(MeterRegistry registry) {
        this.tasks = timer(PexenMeters.TASKS, registry);
        this.waits = timer(PexenMeters.TASKS_WAIT, registry);
        this.runs = timer(PexenMeters.RUNS, registry);
        this.idle = Counter.builder(PexenMeters.WORKERS_IDLE.name())
                .description(PexenMeters.WORKERS_IDLE.description())
                .baseUnit(PexenMeters.WORKERS_IDLE.baseUnit())
                .withRegistry(registry);
    }

    private static MeterProvider<Timer> timer(PexenMeter meter, MeterRegistry registry) {
        return Timer.builder(meter.name()).description(meter.description()).withRegistry(registry);
    }

    void task(RunHandle run, Task task, String outcome, long nanos) {
        tasks.withTags(tags(run).and("task", task.id(), "outcome", outcome)).record(nanos, TimeUnit.NANOSECONDS);
    }

    void waited(RunHandle run, String reason, long nanos) {
        waits.withTags(tags(run).and("reason", reason)).record(nanos, TimeUnit.NANOSECONDS);
    }

    void run(RunHandle run, String outcome, Duration time) {
        runs.withTags(tags(run).and("outcome", outcome)).record(time);
    }

    void idle(RunHandle run, Duration time) {
        idle.withTags(tags(run)).increment(time.toNanos() / 1e9);
    }

    private static Tags tags(RunHandle run) {
        return Tags.of("sched", run.sched().name(), "pool", run.pool().name());
    }
}
