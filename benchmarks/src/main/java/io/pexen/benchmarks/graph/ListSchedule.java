package io.pexen.benchmarks.graph;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Simulates a list schedule (Graham, "Bounds on multiprocessing timing anomalies", 1969): a free worker starts the
 * ready task with the lowest priority value; among equal ones, the one that became ready first. Only tasks take time.
 */
public final class ListSchedule {

    private final Workflow workflow;
    private final Csr children;
    private final int[] missing;
    private final PriorityQueue<Ready> ready =
            new PriorityQueue<>(Comparator.comparingInt(Ready::priority).thenComparingInt(Ready::order));
    private final PriorityQueue<Running> running =
            new PriorityQueue<>(Comparator.comparingLong(Running::end).thenComparingInt(Running::task));
    private int becameReady;

    private record Ready(int task, int priority, int order) {}

    private record Running(int task, long end) {}

    private ListSchedule(Workflow workflow) {
        this.workflow = workflow;
        this.children = workflow.shape().parents().transposed(workflow.shape().size());
        this.missing = new int[workflow.shape().size()];
        Arrays.setAll(missing, workflow.shape().parents()::size);
    }

    /** The nanoseconds until the last task has ended. */
    public static long nanos(Workflow workflow, int workers) {
        return new ListSchedule(workflow).simulate(workers);
    }

    private long simulate(int workers) {
        for (int task = 0; task < missing.length; task++) {
            if (missing[task] == 0) {
                becomesReady(task);
            }
        }
        long now = 0;
        start(now, workers);
        for (Running ended = running.poll(); ended != null; ended = running.poll()) {
            now = ended.end();
            for (int child : children.row(ended.task())) {
                if (--missing[child] == 0) {
                    becomesReady(child);
                }
            }
            start(now, workers);
        }
        return now;
    }

    private void becomesReady(int task) {
        ready.add(new Ready(task, workflow.shape().priority(task), becameReady++));
    }

    private void start(long now, int workers) {
        while (running.size() < workers && !ready.isEmpty()) {
            int task = ready.remove().task();
            running.add(new Running(task, now + workflow.times().of(task)));
        }
    }
}
