package io.pexen.spring.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pexen.LockScope;
import io.pexen.pool.PoolStats;
import io.pexen.pool.WorkerPool;
import io.pexen.process.ProcessPoolStats;
import io.pexen.process.ProcessWorkerPool;
import io.pexen.process.WorkerEnd;
import io.pexen.spring.PexenBeans;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Gauges of the state of pools, scheds and locks. They read the state when they are observed, and cost nothing
 * otherwise.
 */
final class StateMetrics implements MeterBinder {

    private final ListableBeanFactory beans;

    StateMetrics(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        PexenBeans.pools(beans).values().forEach(pool -> bind(pool, registry));
        PexenBeans.scheds(beans)
                .values()
                .forEach(sched -> gauge(
                                PexenMeters.RUNS_ACTIVE,
                                sched,
                                any -> any.activeRuns().size())
                        .tag("sched", sched.name())
                        .register(registry));
        LockScope locks = beans.getBean(LockScope.class);
        gauge(PexenMeters.LOCKS_HELD, locks, LockScope::held).register(registry);
        gauge(PexenMeters.LOCKS_WAITING, locks, LockScope::waiting).register(registry);
    }

    private static void bind(WorkerPool pool, MeterRegistry registry) {
        bind(PexenMeters.POOL_WORKERS, pool, PoolStats::workers, registry);
        bind(PexenMeters.POOL_WORKERS_BUSY, pool, PoolStats::busy, registry);
        bind(PexenMeters.POOL_UTILIZATION, pool, PoolStats::utilization, registry);
        bind(PexenMeters.POOL_SPARE, pool, PoolStats::spare, registry);
        bind(PexenMeters.POOL_SPARE_USED, pool, PoolStats::spareUsed, registry);
        bind(PexenMeters.POOL_SPARE_UTILIZATION, pool, PoolStats::spareUtilization, registry);
        if (pool instanceof ProcessWorkerPool processes) {
            bind(processes, registry);
        }
    }

    private static void bind(ProcessWorkerPool pool, MeterRegistry registry) {
        gauge(PexenMeters.PROCESSES, pool, any -> any.processStats().live())
                .tag("pool", pool.name())
                .register(registry);
        timer(PexenMeters.PROCESSES_START, pool, ProcessPoolStats::started, ProcessPoolStats::startTime, registry);
        timer(
                PexenMeters.PROCESSES_ROUND_TRIP,
                pool,
                ProcessPoolStats::roundTrips,
                ProcessPoolStats::roundTripTime,
                registry);
        for (WorkerEnd reason : WorkerEnd.values()) {
            counter(PexenMeters.PROCESSES_ENDED, pool, stats -> stats.ended().getOrDefault(reason, 0L))
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        counter(PexenMeters.PROCESSES_SENT, pool, ProcessPoolStats::bytesSent).register(registry);
        counter(PexenMeters.PROCESSES_RECEIVED, pool, ProcessPoolStats::bytesReceived)
                .register(registry);
        counter(PexenMeters.PROCESSES_LINES_DROPPED, pool, ProcessPoolStats::linesDropped)
                .register(registry);
    }

    private static void timer(
            PexenMeter meter,
            ProcessWorkerPool pool,
            ToLongFunction<ProcessPoolStats> count,
            Function<ProcessPoolStats, Duration> total,
            MeterRegistry registry) {
        FunctionTimer.builder(
                        meter.name(),
                        pool,
                        any -> count.applyAsLong(any.processStats()),
                        any -> total.apply(any.processStats()).toNanos(),
                        TimeUnit.NANOSECONDS)
                .description(meter.description())
                .tag("pool", pool.name())
                .register(registry);
    }

    private static FunctionCounter.Builder<ProcessWorkerPool> counter(
            PexenMeter meter, ProcessWorkerPool pool, ToLongFunction<ProcessPoolStats> figure) {
        return FunctionCounter.builder(meter.name(), pool, any -> figure.applyAsLong(any.processStats()))
                .description(meter.description())
                .baseUnit(meter.baseUnit())
                .tag("pool", pool.name());
    }

    private static void bind(
            PexenMeter meter, WorkerPool pool, ToDoubleFunction<PoolStats> figure, MeterRegistry registry) {
        gauge(meter, pool, any -> figure.applyAsDouble(any.stats()))
                .tag("pool", pool.name())
                .register(registry);
    }

    private static <T> Gauge.Builder<T> gauge(PexenMeter meter, T source, ToDoubleFunction<T> value) {
        return Gauge.builder(meter.name(), source, value)
                .description(meter.description())
                .baseUnit(meter.baseUnit());
    }
}
