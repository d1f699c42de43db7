package io.pexen;

import io.pexen.graph.DepcheckException;
import io.pexen.graph.MutexException;
import io.pexen.graph.TaskGraph;
import io.pexen.internal.Named;
import io.pexen.internal.engine.CollectedRun;
import io.pexen.internal.engine.Setup;
import io.pexen.internal.index.IndexedGraph;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunListener;
import io.pexen.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of tasks to run. {@snippet file="io/pexen/SnippetsTest.java" region="sched"}
 *
 * <p>A run is either collected, as above, or its results are {@linkplain #run(WorkerPool) iterated}. Tasks run on a
 * pool of the sched or of the run; without one, each run has {@linkplain ThreadWorkerPool a pool} of its own.
 *
 * <p>May be used by several threads. It may run many times, also concurrently; a run sees the sched as it was when the
 * run started.
 */
public final class Sched {

    private static final Logger LOG = LoggerFactory.getLogger(Sched.class);

    private final List<RunHandle> active = new CopyOnWriteArrayList<>();

    /** Keys that a warning has named. Guarded by this. */
    private final Set<Object> warnedOf = new HashSet<>();

    // Written under the monitor of this, read by any thread; collections are immutable and replaced as a whole.
    private volatile String name = "sched";
    private volatile IndexedGraph graph = IndexedGraph.of(List.of());
    private volatile Map<String, @Nullable Object> preset = Map.of();
    private volatile @Nullable WorkerPool pool;
    private volatile Map<String, WorkerPool> pools = Map.of();
    private volatile LockScope scope = new LockScope();
    private volatile List<RunListener> listeners = List.of();
    private volatile Duration gracePeriod = Duration.ofSeconds(10);
    private volatile @Nullable String refusal;

    /** Creates a sched without tasks. */
    public Sched() {}

    /**
     * Creates a sched with these tasks.
     *
     * @throws DepcheckException see {@link #addTasks}
     * @throws MutexException see {@link #addTasks}
     */
    public Sched(Collection<? extends Task> tasks) {
        addTasks(tasks);
    }

    /** Sets the name for logs, events and metrics; {@code sched} by default. */
    public synchronized Sched name(String newName) {
        this.name = newName;
        return this;
    }

    /** The name for logs, events and metrics. */
    public String name() {
        return name;
    }

    /**
     * Adds tasks, all of them or none: they are validated together with the existing ones, so tasks that require each
     * other belong in one call.
     *
     * @throws DepcheckException if no task provides a required key, tasks wait for each other, or ids clash; it lists
     *     all problems
     * @throws MutexException if tasks use and claim the same key, and nothing else is wrong
     */
    public synchronized Sched addTasks(Collection<? extends Task> tasks) {
        List<Task> all = new ArrayList<>(graph.tasks());
        all.addAll(tasks);
        graph = IndexedGraph.of(all);
        warnOfUnrequired();
        logLoneClaims();
        return this;
    }

    /** Adds tasks; see {@link #addTasks(Collection)}. */
    public Sched addTasks(Task... tasks) {
        return addTasks(List.of(tasks));
    }

    private void warnOfUnrequired() {
        List<Object> fresh = new ArrayList<>(graph.unrequiredKeys());
        fresh.removeAll(warnedOf);
        warnedOf.addAll(fresh);
        if (!fresh.isEmpty()) {
            LOG.warn(
                    "sched \"{}\": {} provided, but required by no task: {}",
                    name,
                    Named.count(fresh.size(), "key") + (fresh.size() == 1 ? " is" : " are"),
                    new Named(fresh));
            LOG.debug("provided, but required by no task: {}", fresh);
        }
    }

    /** A misspelt lock silently excludes nothing; but a lock that only other scheds or runs share is fine. */
    private void logLoneClaims() {
        if (LOG.isDebugEnabled()) {
            List<Object> lone = graph.loneClaims();
            if (!lone.isEmpty()) {
                LOG.debug(
                        "sched \"{}\": claimed by one task and shared by no other of this sched: {}; such locks matter"
                                + " only between runs, and to other scheds of the same lock scope",
                        name,
                        lone);
            }
        }
    }

    /** Presets a value in the shared state of every task. */
    public Sched addShared(String key, @Nullable Object value) {
        return addShared(Collections.singletonMap(key, value));
    }

    /** Presets values in the shared state of every task. */
    public synchronized Sched addShared(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(preset);
        all.putAll(values);
        preset = Collections.unmodifiableMap(all);
        return this;
    }

    /**
     * Sets the pool of {@link #run()} and {@link #runAll()}; without one, each run makes a {@link ThreadWorkerPool}.
     */
    public synchronized Sched pool(@Nullable WorkerPool newPool) {
        this.pool = newPool;
        return this;
    }

    /** The pool of {@link #run()} and {@link #runAll()}; null if each run makes its own. */
    public @Nullable WorkerPool pool() {
        return pool;
    }

    /**
     * Adds a pool, under its own name, for tasks that name it (see {@link Task.Builder#pool}). Affects runs that start
     * from now on.
     *
     * @throws IllegalArgumentException if there is another pool with this name
     */
    public Sched addPool(WorkerPool newPool) {
        return addPool(newPool.name(), newPool);
    }

    /**
     * Adds a pool for tasks that name it so. Affects runs that start from now on.
     *
     * @throws IllegalArgumentException if there is another pool with this name
     */
    @SuppressWarnings("ReferenceEquality") // the same pool again is harmless, another one is not
    public synchronized Sched addPool(String poolName, WorkerPool newPool) {
        WorkerPool known = pools.get(poolName);
        if (known != null && known != newPool) {
            throw new IllegalArgumentException("sched \"" + name + "\" has another pool of the name \"" + poolName
                    + "\" already; give each pool a name of its own");
        }
        Map<String, WorkerPool> all = new LinkedHashMap<>(pools);
        all.put(poolName, newPool);
        pools = Collections.unmodifiableMap(all);
        return this;
    }

    /** The pools that tasks may name, by name, in addition to the one that a run is given. Unmodifiable. */
    public Map<String, WorkerPool> pools() {
        return pools;
    }

    /** Sets the scope of the locks; by default, one that is not shared. Affects runs that start from now on. */
    public synchronized Sched lockScope(LockScope newScope) {
        this.scope = newScope;
        return this;
    }

    /** The scope of the locks. */
    public LockScope lockScope() {
        return scope;
    }

    /** Adds a listener for runs that start from now on. */
    public synchronized Sched addListener(RunListener listener) {
        List<RunListener> all = new ArrayList<>(listeners);
        all.add(listener);
        listeners = List.copyOf(all);
        return this;
    }

    /**
     * Sets how long a run that is closed early waits for bodies to respond to their interrupt; 10 seconds by default. A
     * duration that is too long to count, such as that of {@link java.time.temporal.ChronoUnit#FOREVER}, means as long
     * as it takes.
     */
    public synchronized Sched gracePeriod(Duration newGracePeriod) {
        if (newGracePeriod.isNegative()) {
            throw new IllegalArgumentException("gracePeriod must not be negative, was " + newGracePeriod);
        }
        this.gracePeriod = newGracePeriod;
        return this;
    }

    /**
     * Refuses runs for the time being, while the sched is not completely set up. Called by whatever sets up the sched,
     * before and after. By default no run is refused.
     *
     * @param reason the message of the {@link IllegalStateException} that starting a run throws; null to accept runs
     *     again
     */
    public synchronized Sched refuseRuns(@Nullable String reason) {
        this.refusal = reason;
        return this;
    }

    /** The tasks in the order of definition; unmodifiable. */
    public List<Task> tasks() {
        return graph.tasks();
    }

    /** The graph of the tasks. */
    public TaskGraph graph() {
        return graph;
    }

    /** The runs that have not ended. */
    public List<RunHandle> activeRuns() {
        return List.copyOf(active);
    }

    /** Starts a run on the pool of the sched. See {@link #run(WorkerPool)}. */
    public Run run() {
        Setup setup = setUp();
        WorkerPool mine = pool;
        return mine != null
                ? new Run(setup, mine, false, active)
                : new Run(setup, new ThreadWorkerPool(), true, active);
    }

    /**
     * Starts a run whose results are iterated. Close it, preferably with try-with-resources, if it may not be iterated
     * to its end.
     *
     * @throws io.pexen.pool.PoolClosedException if the pool is closed
     * @throws IllegalStateException if runs are refused; see {@link #refuseRuns}
     */
    public Run run(WorkerPool onPool) {
        return new Run(setUp(), onPool, false, active);
    }

    /** Runs all tasks on the pool of the sched. See {@link #runAll(WorkerPool)}. */
    public Results runAll() {
        Setup setup = setUp();
        WorkerPool mine = pool;
        return mine != null
                ? new CollectedRun(setup, mine, false, active).collect()
                : new CollectedRun(setup, new ThreadWorkerPool(), true, active).collect();
    }

    /**
     * Runs all tasks, and returns their results when all have ended. Faster than iterating, because workers move the
     * run themselves and no consumer has to be waited for.
     *
     * @throws RunInterruptedException if the calling thread is interrupted; the run has ended then
     * @throws io.pexen.pool.PoolClosedException if the pool is closed, or is closed before the run has ended
     * @throws IllegalStateException if runs are refused; see {@link #refuseRuns}
     */
    public Results runAll(WorkerPool onPool) {
        return new CollectedRun(setUp(), onPool, false, active).collect();
    }

    /** The sched as it is now, for a run that starts. */
    private synchronized Setup setUp() {
        if (refusal != null) {
            throw new IllegalStateException(refusal);
        }
        return new Setup(name, graph, preset, scope.table(), listeners, gracePeriod, pools);
    }

    @Override
    public String toString() {
        return "Sched[name=" + name + ", tasks=" + tasks().size() + "]";
    }
}
