package io.pexen.benchmarks;

import io.pexen.benchmarks.engine.Engine;
import io.pexen.benchmarks.engine.Prepared;
import io.pexen.benchmarks.graph.Bodies;
import io.pexen.benchmarks.graph.Shape;
import io.pexen.benchmarks.report.Measurement;
import io.pexen.benchmarks.report.Quartiles;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** All repetitions of one engine on one shape. */
final class Trial {

    private static final int NEEDED = 3;

    private final Engine engine;
    private final Shape shape;
    private final long budgetNanos;
    private final List<Double> runs = new ArrayList<>();
    private final List<Double> builds = new ArrayList<>();
    private final List<Double> validations = new ArrayList<>();
    private final List<Double> runBytes = new ArrayList<>();
    private final List<Double> buildBytes = new ArrayList<>();
    private final List<Double> retainedBytes = new ArrayList<>();
    private long spentNanos;

    Trial(Engine engine, Shape shape, int budgetSeconds) {
        this.engine = engine;
        this.shape = shape;
        this.budgetNanos = TimeUnit.SECONDS.toNanos(budgetSeconds);
    }

    /** Runs once with bodies that check everything. */
    void verify(Bodies checking) {
        engine.prepare(shape, checking).run();
        checking.verify(engine.name());
    }

    /** Measures repeatedly how much the built graph retains. */
    void weigh(Bodies marking) {
        for (int i = 0; i < NEEDED; i++) {
            double before = usedHeap();
            Prepared prepared = engine.prepare(shape, marking);
            try {
                retainedBytes.add(perTask(usedHeap() - before));
            } finally {
                Reference.reachabilityFence(prepared);
            }
        }
    }

    /** Whether there is time for another warm-up: they may take a third of the budget. */
    boolean warmsUp() {
        return spentNanos < budgetNanos / 3;
    }

    /** Whether another repetition is needed, or there is time for it. */
    boolean goesOn() {
        return runs.size() < NEEDED || spentNanos < budgetNanos;
    }

    /** Builds and runs another time. */
    void repeat(Bodies marking, boolean counts) {
        long begin = System.nanoTime();
        System.gc();
        double bytes0 = AllocationMeter.bytes();
        long time0 = System.nanoTime();
        Prepared prepared = engine.prepare(shape, marking);
        long time1 = System.nanoTime();
        double bytes1 = AllocationMeter.bytes();
        long time2 = System.nanoTime();
        prepared.run();
        long time3 = System.nanoTime();
        double bytes2 = AllocationMeter.bytes();
        if (counts) {
            builds.add(perTask(time1 - time0));
            runs.add(perTask(time3 - time2));
            validations.add(perTask(prepared.validateNanos()));
            buildBytes.add(perTask(bytes1 - bytes0));
            runBytes.add(perTask(bytes2 - bytes1));
        }
        marking.verify(engine.name());
        spentNanos += System.nanoTime() - begin;
    }

    private double perTask(double bytes) {
        return bytes / shape.size();
    }

    private double perTask(long nanos) {
        return (double) nanos / shape.size();
    }

    private static double usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The result. */
    Measurement result() {
        return new Measurement(
                shape.name(),
                shape.size(),
                engine.name(),
                runs.size(),
                Quartiles.of(runs),
                Quartiles.of(builds),
                Quartiles.of(validations).median(),
                Quartiles.of(runBytes).median(),
                Quartiles.of(buildBytes).median(),
                Quartiles.of(retainedBytes).median());
    }
}
