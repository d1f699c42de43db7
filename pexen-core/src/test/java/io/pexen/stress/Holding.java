package io.pexen.stress;

import io.pexen.task.Task;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What is held around code inside of a run: in its tasks, in its listeners, between two of its results.
 *
 * @param outside what is held around the run
 */
record Holding(Plan.Run plan, Watch watch, Ban.Ground outside) {

    /** What a body of the task is inside of. */
    Ban.Ground inTask(Plan.Task task) {
        if (!plan.hasLocks()) {
            return outside;
        }
        if (!task.hasLocks() && keepsDriver(task)) {
            return outside.with(holder(unprocessed(), plan.name() + "-" + task.number(), () -> !watch.isLocking()));
        }
        Ban.Degree degree = task.hasLocks() ? Ban.Degree.HELD : Ban.Degree.NEARBY;
        return outside.with(holder(degree, plan.name() + "-" + task.number(), () -> false));
    }

    private Ban.Holder holder(Ban.Degree degree, String task, BooleanSupplier gone) {
        return new Ban.Holder(plan.scope(), degree, List.of(task, plan.name()), gone);
    }

    /** Whether none but the driver can execute the task, which then cannot process results of other workers. */
    private boolean keepsDriver(Plan.Task task) {
        return plan.pool() == Plan.NONE
                && task.pool() == Plan.NONE
                && plan.tasks().stream().anyMatch(each -> each.pool() != Plan.NONE);
    }

    /** What tasks hold whose results wait for the driver; if they are collected, others process them as well. */
    private Ban.Degree unprocessed() {
        return plan.mode() == Plan.Mode.COLLECTED ? Ban.Degree.UNSURE : Ban.Degree.HELD;
    }

    /**
     * What code holds that works on a result, as a listener or as the consumer: the locks of tasks that have not been
     * processed.
     *
     * @param ground what is around it
     */
    Ban.Ground atResult(Task task, Ban.Ground ground) {
        if (!plan.hasLocks()) {
            return ground;
        }
        boolean hasLocks = !task.claims().isEmpty() || !task.uses().isEmpty();
        return ground.with(
                holder(Ban.Degree.HELD, task.id(), () -> watch.isEnding() || (!hasLocks && !watch.isLocking())));
    }

    /** The same for a listener of a skipped task; others may have been skipped with it, of which it is not told yet. */
    Ban.Ground atSkipped(Task task) {
        return plan.hasLocks() ? outside.with(holder(Ban.Degree.UNSURE, task.id(), () -> false)) : outside;
    }
}
