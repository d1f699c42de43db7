package io.pexen.spring.actuate;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.run.RunHandle;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The Actuator endpoint {@code pexen}: scheds, tasks, pools, graphs and runs. Starting and cancelling runs needs
 * {@code management.endpoint.pexen.access=unrestricted}; otherwise it is read-only.
 */
@Endpoint(id = "pexen", defaultAccess = Access.READ_ONLY)
public final class PexenEndpoint {

    private final Collection<Sched> scheds;
    private final Collection<WorkerPool> pools;
    private final RunHistory history;
    private final BackgroundRuns background;

    PexenEndpoint(
            Collection<Sched> scheds, Collection<WorkerPool> pools, RunHistory history, BackgroundRuns background) {
        this.scheds = scheds;
        this.pools = pools;
        this.history = history;
        this.background = background;
    }

    @ReadOperation
    PexenDescriptor overview() {
        return new PexenDescriptor(
                scheds.stream().map(SchedDescriptor::of).toList(),
                pools.stream().map(PoolDescriptor::of).toList(),
                history.last());
    }

    @ReadOperation
    @Nullable
    SchedDetails sched(@Selector String sched) {
        Sched found = find(sched);
        return found == null ? null : SchedDetails.of(found, history.last());
    }

    @ReadOperation(produces = "text/plain;charset=UTF-8")
    @Nullable
    String graph(@Selector String sched, @Selector GraphFormat format) {
        Sched found = find(sched);
        return found == null ? null : format.write(found.graph());
    }

    @WriteOperation
    @Nullable
    StartedRun start(@Selector String sched) {
        Sched found = find(sched);
        return found == null ? null : new StartedRun(background.start(found));
    }

    /** Cancels one run of the sched, or all of them if no number is given. */
    @DeleteOperation
    @Nullable
    CancelledRuns cancel(@Selector String sched, @Nullable Long run) {
        Sched found = find(sched);
        if (found == null) {
            return null;
        }
        List<RunHandle> runs = found.activeRuns().stream()
                .filter(active -> run == null || active.id() == run)
                .toList();
        runs.forEach(RunHandle::cancel);
        return new CancelledRuns(runs.stream().map(RunHandle::id).toList());
    }

    private @Nullable Sched find(String name) {
        return scheds.stream()
                .filter(sched -> sched.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
