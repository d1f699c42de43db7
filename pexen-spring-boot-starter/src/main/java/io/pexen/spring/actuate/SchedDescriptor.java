package io.pexen.spring.actuate;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sched.
 *
 * @param name its name
 * @param pool the name of its pool; null if it has none
 * @param tasks how many tasks it has
 * @param activeRuns its runs that have not ended
 */
record SchedDescriptor(String name, @Nullable String pool, int tasks, List<ActiveRun> activeRuns) {

    static SchedDescriptor of(Sched sched) {
        WorkerPool pool = sched.pool();
        return new SchedDescriptor(
                sched.name(),
                pool == null ? null : pool.name(),
                sched.tasks().size(),
                sched.activeRuns().stream().map(ActiveRun::of).toList());
    }
}
