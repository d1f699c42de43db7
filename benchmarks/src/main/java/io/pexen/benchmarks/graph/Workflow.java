package io.pexen.benchmarks.graph;

import java.util.Arrays;

/**
 * A recorded execution of a real workflow.
 *
 * @param name its name
 * @param shape its graph
 * @param times how long each task took
 */
public record Workflow(String name, Shape shape, Times times) {

    /** The time of each task, in nanoseconds. Immutable. */
    public static final class Times {

        private final long[] nanos;

        /** Times in nanoseconds, one for each task. */
        public Times(long[] nanos) {
            this.nanos = nanos.clone();
        }

        /** The nanoseconds of a task. */
        public long of(int task) {
            return nanos[task];
        }

        /** The nanoseconds of each task. */
        public long[] toArray() {
            return nanos.clone();
        }

        /** The nanoseconds of all tasks together. */
        public long total() {
            return Arrays.stream(nanos).sum();
        }

        /** All times multiplied by a factor. */
        public Times times(double factor) {
            return new Times(
                    Arrays.stream(nanos).map(time -> Math.round(time * factor)).toArray());
        }
    }

    /** This workflow with all times multiplied by a factor. */
    public Workflow scaled(double factor) {
        return new Workflow(name, shape, times.times(factor));
    }

    /**
     * For each task, the time of the longest path from its start to the end of the workflow: the upward rank of
     * Topcuoglu, Hariri and Wu, "Performance-effective and low-complexity task scheduling", 2002.
     */
    public long[] upwardRanks() {
        long[] ranks = times.toArray();
        Csr parents = shape.parents();
        for (int task = ranks.length - 1; task >= 0; task--) {
            for (int k = parents.start(task); k < parents.end(task); k++) {
                int parent = parents.item(k);
                ranks[parent] = Math.max(ranks[parent], times.of(parent) + ranks[task]);
            }
        }
        return ranks;
    }

    /** This workflow with priorities that put the tasks of the critical path first: their rank in microseconds. */
    public Workflow criticalPathFirst() {
        int[] priorities = Arrays.stream(upwardRanks())
                .mapToInt(rank -> Math.toIntExact(-rank / 1000))
                .toArray();
        return new Workflow(name, shape.withPriorities(priorities), times);
    }

    /**
     * The nanoseconds that no schedule can beat: the longest path, or the total work divided evenly among the workers.
     */
    public long lowerBound(int workers) {
        long criticalPath = Arrays.stream(upwardRanks()).max().orElse(0);
        return Math.max(criticalPath, (times.total() + workers - 1) / workers);
    }
}
