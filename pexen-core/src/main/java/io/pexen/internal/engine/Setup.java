package io.pexen.internal.engine;

import io.pexen.internal.index.IndexedGraph;
import io.pexen.internal.plan.LockTable;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a run needs to know of its sched, as it was when the run started; immutable.
 *
 * @param schedName the name for logs and messages
 * @param graph the tasks
 * @param preset the shared state that each task starts with
 * @param locks the locks of the sched's scope
 * @param listeners the listeners, in the order in which they were added
 * @param gracePeriod how long a run that ends early waits for bodies
 * @param pools the pools that tasks may name, in addition to the one that the run is given
 */
public record Setup(
        String schedName,
        IndexedGraph graph,
        Map<String, @Nullable Object> preset,
        LockTable locks,
        List<RunListener> listeners,
        Duration gracePeriod,
        Map<String, WorkerPool> pools) {}
