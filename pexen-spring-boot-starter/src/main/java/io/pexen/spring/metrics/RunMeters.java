package io.pexen.spring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of runs in one registry. A registry finds a meter by its name and sorted tags, which costs more than
 * recording a value. So each meter is looked up once, and after that is found by the values that its tags are made
 * from.
 */
final class RunMeters {

    private final MeterRegistry registry;
    private final ConcurrentMap<Origin, Meters> meters = new ConcurrentHashMap<>();

    /** The tags that all meters have. */
    private record Origin(String sched, String pool) {}

    private record TaskOutcome(String task, String outcome) {}

    RunMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void task(RunHandle run, Task task, String outcome, long nanos) {
        of(run, task).task(task.id(), outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    void waited(RunHandle run, Task task, TaskTimes times) {
        Meters mine = of(run, task);
        mine.dependency.record(times.dependency(), TimeUnit.NANOSECONDS);
        mine.lock.record(times.lock(), TimeUnit.NANOSECONDS);
        mine.worker.record(times.worker(), TimeUnit.NANOSECONDS);
    }

    void run(RunHandle run, String outcome, Duration time) {
        timer(PexenMeters.RUNS, of(run).tags.and("outcome", outcome)).record(time);
    }

    void idle(RunHandle run, Duration time) {
        Counter.builder(PexenMeters.WORKERS_IDLE.name())
                .description(PexenMeters.WORKERS_IDLE.description())
                .baseUnit(PexenMeters.WORKERS_IDLE.baseUnit())
                .tags(of(run).tags)
                .register(registry)
                .increment(time.toNanos() / 1e9);
    }

    /** The meters for the pool of the run. */
    private Meters of(RunHandle run) {
        return of(run, run.pool());
    }

    /** The meters for the pool of the task, which may be another one. */
    private Meters of(RunHandle run, Task task) {
        return of(run, run.pool(task));
    }

    private Meters of(RunHandle run, WorkerPool pool) {
        Origin origin = new Origin(run.schedName(), pool.name());
        Meters known = meters.get(origin); // the usual case, and lock-free
        return known != null ? known : meters.computeIfAbsent(origin, Meters::new);
    }

    private Timer timer(PexenMeter meter, Tags tags) {
        return Timer.builder(meter.name())
                .description(meter.description())
                .tags(tags)
                .register(registry);
    }

    /** The meters of one sched on one pool. */
    private final class Meters {

        private final Tags tags;
        private final Timer dependency;
        private final Timer lock;
        private final Timer worker;
        private final ConcurrentMap<TaskOutcome, Timer> tasks = new ConcurrentHashMap<>();

        Meters(Origin origin) {
            tags = Tags.of("sched", origin.sched, "pool", origin.pool);
            dependency = wait("dependency");
            lock = wait("lock");
            worker = wait("worker");
        }

        private Timer wait(String reason) {
            return timer(PexenMeters.TASKS_WAIT, tags.and("reason", reason));
        }

        Timer task(String task, String outcome) {
            TaskOutcome key = new TaskOutcome(task, outcome);
            Timer known = tasks.get(key);
            return known != null
                    ? known
                    : tasks.computeIfAbsent(
                            key, any -> timer(PexenMeters.TASKS, tags.and("task", task, "outcome", outcome)));
        }
    }
}
