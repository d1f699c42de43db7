package io.pexen.spring.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All meters: what they are called, what they tell and by which tags. */
public enum PexenMeters {
    /** Workers of a pool. */
    POOL_WORKERS("pexen.pool.workers", Meter.Type.GAUGE, "workers", "Workers of the pool", "pool"),
    /** Workers that execute a task. */
    POOL_WORKERS_BUSY("pexen.pool.workers.busy", Meter.Type.GAUGE, "workers", "Workers that execute a task", "pool"),
    /** Part of the workers that execute a task. */
    POOL_UTILIZATION(
            "pexen.pool.utilization", Meter.Type.GAUGE, null, "Part of the workers that execute a task, 0 to 1", "pool"),
    /** Tasks that a run hands out ahead of a free worker. */
    POOL_SPARE(
            "pexen.pool.spare",
            Meter.Type.GAUGE,
            "tasks",
            "Tasks that a run may hand to the pool ahead of a free worker",
            "pool"),
    /** Tasks that wait in a pool for a worker. */
    POOL_SPARE_USED("pexen.pool.spare.used", Meter.Type.GAUGE, "tasks", "Tasks in the pool that wait for a worker", "pool"),
    /** Part of the spare that is used. */
    POOL_SPARE_UTILIZATION(
            "pexen.pool.spare.utilization",
            Meter.Type.GAUGE,
            null,
            "Part of the spare that is used, 0 to 1; more when several runs share the pool",
            "pool"),
    /** Time that workers were idle while tasks were ready. */
    WORKERS_IDLE(
            "pexen.workers.idle",
            Meter.Type.COUNTER,
            "seconds",
            "Time that workers idled while tasks were ready, added up over the workers; counted when a run ends",
            "sched",
            "pool"),
    /** Time that bodies of tasks took. */
    TASKS(
            "pexen.tasks",
            Meter.Type.TIMER,
            "seconds",
            "Time that the body of the task took, zero if it was skipped or cancelled; outcome is succeeded, failed,"
                    + " controlled, skipped or cancelled",
            "task",
            "sched",
            "pool",
            "outcome"),
    /** Time that tasks waited before a worker began them. */
    TASKS_WAIT(
            "pexen.tasks.wait",
            Meter.Type.TIMER,
            "seconds",
            "Time that tasks waited; reason is dependency, lock or worker",
            "sched",
            "pool",
            "reason"),
    /** Time that runs took. */
    RUNS(
            "pexen.runs",
            Meter.Type.TIMER,
            "seconds",
            "Time that ended runs took; outcome is succeeded, failed (tasks failed or were skipped) or cancelled",
            "sched",
            "pool",
            "outcome"),
    /** Runs that have not ended. */
    RUNS_ACTIVE("pexen.runs.active", Meter.Type.GAUGE, "runs", "Runs that have not ended", "sched"),
    /** Locks that are held. */
    LOCKS_HELD("pexen.locks.held", Meter.Type.GAUGE, "locks", "Locks held, of all scheds together"),
    /** Tasks that wait for a lock. */
    LOCKS_WAITING(
            "pexen.locks.waiting", Meter.Type.GAUGE, "tasks", "Tasks that wait for a lock, of all scheds together");

    private final String meterName;
    private final Meter.Type type;
    private final @Nullable String baseUnit;
    private final String description;
    private final List<String> tags;

    PexenMeters(
            String meterName,
            Meter.Type type,
            @Nullable String baseUnit,
            String description,
            String... tags) {
        this.meterName = meterName;
        this.type = type;
        this.baseUnit = baseUnit;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** The dotted name. */
    public String meterName() {
        return meterName;
    }

    /** What kind of meter it is. */
    public Meter.Type type() {
        return type;
    }

    /** The unit of its values; null for plain ratios. */
    public @Nullable String baseUnit() {
        return baseUnit;
    }

    /** What it tells. */
    public String description() {
        return description;
    }

    /** The names of its tags. */
    public List<String> tags() {
        return tags;
    }
}
