package io.pexen.spring.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All meters of pexen. */
public final class PexenMeters {

    /** Workers in a pool. */
    static final PexenMeter POOL_WORKERS =
            meter("pexen.pool.workers", Meter.Type.GAUGE, "workers", "Workers in the pool", "pool");

    /** Workers that are executing a task. */
    static final PexenMeter POOL_WORKERS_BUSY =
            meter("pexen.pool.workers.busy", Meter.Type.GAUGE, "workers", "Workers that are executing a task", "pool");

    /** Fraction of the workers that are executing a task. */
    static final PexenMeter POOL_UTILIZATION = meter(
            "pexen.pool.utilization",
            Meter.Type.GAUGE,
            null,
            "Fraction of the workers that are executing a task, 0 to 1",
            "pool");

    /** Tasks that a run hands out ahead of a free worker. */
    static final PexenMeter POOL_SPARE = meter(
            "pexen.pool.spare",
            Meter.Type.GAUGE,
            "tasks",
            "Tasks that a run may hand to the pool ahead of a free worker",
            "pool");

    /** Tasks in a pool that wait for a worker. */
    static final PexenMeter POOL_SPARE_USED = meter(
            "pexen.pool.spare.used", Meter.Type.GAUGE, "tasks", "Tasks in the pool that wait for a worker", "pool");

    /** Fraction of the spare in use. */
    static final PexenMeter POOL_SPARE_UTILIZATION = meter(
            "pexen.pool.spare.utilization",
            Meter.Type.GAUGE,
            null,
            "Fraction of the spare in use, 0 to 1; may exceed 1 when several runs share the pool",
            "pool");

    /** Worker processes of a pool. */
    static final PexenMeter PROCESSES = meter(
            "pexen.processes",
            Meter.Type.GAUGE,
            "processes",
            "Worker processes of the pool, including those that are starting or ending",
            "pool");

    /** Time until worker processes were ready. */
    static final PexenMeter PROCESSES_START = meter(
            "pexen.processes.start",
            Meter.Type.TIMER,
            "seconds",
            "Time until worker processes were ready; the count is the number of processes",
            "pool");

    /** Worker processes that ended. */
    static final PexenMeter PROCESSES_ENDED = meter(
            "pexen.processes.ended",
            Meter.Type.COUNTER,
            "processes",
            "Worker processes that ended; reason is start_failed, lost, out_of_memory, killed, recycled or closed",
            "pool",
            "reason");

    /** Time that tasks took to a worker process and back. */
    static final PexenMeter PROCESSES_ROUND_TRIP = meter(
            "pexen.processes.roundtrip",
            Meter.Type.TIMER,
            "seconds",
            "Time that tasks took to a worker process and back, excluding their bodies",
            "pool");

    /** Bytes sent to worker processes. */
    static final PexenMeter PROCESSES_SENT =
            meter("pexen.processes.sent", Meter.Type.COUNTER, "bytes", "Bytes sent to worker processes", "pool");

    /** Bytes received from worker processes. */
    static final PexenMeter PROCESSES_RECEIVED = meter(
            "pexen.processes.received", Meter.Type.COUNTER, "bytes", "Bytes received from worker processes", "pool");

    /** Lines printed by worker processes that were dropped. */
    static final PexenMeter PROCESSES_LINES_DROPPED = meter(
            "pexen.processes.lines.dropped",
            Meter.Type.COUNTER,
            "lines",
            "Lines dropped because worker processes printed them faster than they are logged",
            "pool");

    /** Time that workers were idle while tasks were ready. */
    static final PexenMeter WORKERS_IDLE = meter(
            "pexen.workers.idle",
            Meter.Type.COUNTER,
            "seconds",
            "Time that workers were idle while tasks were ready, summed over the workers; counted when a run" + " ends",
            "sched",
            "pool");

    /** Time that bodies of tasks took. */
    static final PexenMeter TASKS = meter(
            "pexen.tasks",
            Meter.Type.TIMER,
            "seconds",
            "Time that the body of the task took, zero if it did not start; outcome is succeeded, failed,"
                    + " controlled, skipped or cancelled",
            "task",
            "sched",
            "pool",
            "outcome");

    /** Time that tasks waited before a worker began them. */
    static final PexenMeter TASKS_WAIT = meter(
            "pexen.tasks.wait",
            Meter.Type.TIMER,
            "seconds",
            "Time that tasks waited; reason is dependency, lock or worker",
            "sched",
            "pool",
            "reason");

    /** Duration of runs. */
    static final PexenMeter RUNS = meter(
            "pexen.runs",
            Meter.Type.TIMER,
            "seconds",
            "Duration of ended runs; outcome is succeeded, failed (tasks failed or were skipped) or cancelled"
                    + " (before anything failed)",
            "sched",
            "pool",
            "outcome");

    /** Runs that have not ended. */
    static final PexenMeter RUNS_ACTIVE =
            meter("pexen.runs.active", Meter.Type.GAUGE, "runs", "Runs that have not ended", "sched");

    /** Locks that are held. */
    static final PexenMeter LOCKS_HELD =
            meter("pexen.locks.held", Meter.Type.GAUGE, "locks", "Locks held, across all scheds");

    /** Tasks that wait for a lock. */
    static final PexenMeter LOCKS_WAITING =
            meter("pexen.locks.waiting", Meter.Type.GAUGE, "tasks", "Tasks that wait for a lock, across all scheds");

    private static final List<PexenMeter> ALL = List.of(
            POOL_WORKERS,
            POOL_WORKERS_BUSY,
            POOL_UTILIZATION,
            POOL_SPARE,
            POOL_SPARE_USED,
            POOL_SPARE_UTILIZATION,
            PROCESSES,
            PROCESSES_START,
            PROCESSES_ENDED,
            PROCESSES_ROUND_TRIP,
            PROCESSES_SENT,
            PROCESSES_RECEIVED,
            PROCESSES_LINES_DROPPED,
            WORKERS_IDLE,
            TASKS,
            TASKS_WAIT,
            RUNS,
            RUNS_ACTIVE,
            LOCKS_HELD,
            LOCKS_WAITING);

    private PexenMeters() {}

    /** All meters, in the order in which they are documented. */
    public static List<PexenMeter> all() {
        return ALL;
    }

    private static PexenMeter meter(
            String name, Meter.Type type, @Nullable String baseUnit, String description, String... tags) {
        return new PexenMeter(name, type, baseUnit, description, List.of(tags));
    }
}
