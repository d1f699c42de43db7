package io.pexen.internal.index;

import io.pexen.graph.DepcheckException;
import io.pexen.graph.MutexException;
import io.pexen.graph.TaskGraph;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and what connects them, validated and immutable, so that many runs may read a graph at the same time.
 *
 * <p>Tasks are numbered in the order of definition. Keys are numbered too: key {@code i} below {@link #size} is the id
 * of task {@code i}, the keys above are what tasks provide in addition. Edges lead from a key to the tasks that require
 * it, in one array; there are no edges back, because nothing needs them during a run.
 */
public final class IndexedGraph implements TaskGraph {

    /** An array rather than a list, so that passing a task to another processor does not load the task itself. */
    private final Task[] tasks;

    private final Object[] extraKeys;
    private final int[] childStart;
    private final int[] children;
    private final int[] requiredStart;
    /** Empty if no task provides more than its id. */
    private final int[] extraStart;

    private final int[] extras;
    private final int[] extraProviders;
    private final List<Object> unrequired;
    private final int[] laneOf;
    private final int[] laneSizes;
    private final int[] laneEntrances;
    private final int[] lanePriorities;
    private final int[] lanePools;
    private final int[] laneLockStart;
    private final int[] laneLocks;
    private final Object[] lockKeys;
    private final String[] poolNames;

    private IndexedGraph(List<Task> tasks, Edges edges) {
        this.tasks = tasks.toArray(new Task[0]);
        this.extraKeys = edges.keys.toArray(tasks.size());
        this.childStart = edges.childStart;
        this.children = edges.children;
        this.requiredStart = edges.requiredStart;
        this.extraStart = edges.extras.length == 0 ? edges.extras : edges.extraStart;
        this.extras = edges.extras;
        this.extraProviders = edges.extraProviders;
        this.unrequired = Collections.unmodifiableList(unrequired());
        Lanes lanes = new Lanes(tasks);
        this.laneOf = lanes.laneOf;
        this.laneSizes = lanes.sizes;
        this.laneEntrances = lanes.entrances;
        this.lanePriorities = lanes.priorities;
        this.lanePools = lanes.pools;
        this.laneLockStart = lanes.lockStart;
        this.laneLocks = lanes.locks;
        this.lockKeys = lanes.lockKeys;
        this.poolNames = lanes.poolNames;
    }

    /**
     * Validates tasks and creates the graph, in time linear in tasks and edges.
     *
     * @throws DepcheckException if anything else is wrong; it has all problems
     * @throws MutexException if tasks use and claim the same key, and nothing else is wrong
     */
    public static IndexedGraph of(Collection<? extends Task> tasks) {
        List<Task> all = List.copyOf(tasks);
        return new IndexedGraph(all, Validation.edges(all));
    }

    private List<Object> unrequired() {
        List<Object> keys = new ArrayList<>();
        for (int key = size(); key < keys(); key++) {
            if (childStart[key] == childStart[key + 1]) {
                keys.add(key(key));
            }
        }
        return keys;
    }

    /** The number of tasks. */
    public int size() {
        return tasks.length;
    }

    @Override
    public List<Task> tasks() {
        return Collections.unmodifiableList(Arrays.asList(tasks));
    }

    /** The task of this number. */
    public Task task(int task) {
        return tasks[task];
    }

    /** The number of keys: ids, and whatever else is provided. */
    public int keys() {
        return childStart.length - 1;
    }

    /** The key of this number. */
    public Object key(int key) {
        return key < size() ? tasks[key].id() : extraKeys[key - size()];
    }

    @Override
    public List<Object> unrequiredKeys() {
        return unrequired;
    }

    /** How many keys the task requires. */
    public int required(int task) {
        return requiredStart[task + 1] - requiredStart[task];
    }

    /** Where {@link #child} begins for a key; it ends before that of the next key. */
    public int childStart(int key) {
        return childStart[key];
    }

    /** A task that requires the key in whose range {@code at} lies. */
    public int child(int at) {
        return children[at];
    }

    /** Where {@link #extra} begins for a task; it ends before that of the next task. */
    public int extraStart(int task) {
        return extras.length == 0 ? 0 : extraStart[task];
    }

    /** A key that the task in whose range {@code at} lies provides in addition to its id. */
    public int extra(int at) {
        return extras[at];
    }

    /** How many tasks provide the key. */
    public int providers(int key) {
        return key < size() ? 1 : extraProviders[key - size()];
    }

    /**
     * How many lanes there are: sets of tasks with the same pool, priority and locks, and one without locks for each
     * pool and priority.
     */
    public int lanes() {
        return lanePriorities.length;
    }

    /** The lane of a task. */
    public int lane(int task) {
        return laneOf[task];
    }

    /** How many tasks a lane has. */
    public int laneSize(int lane) {
        return laneSizes[lane];
    }

    /** The lane of the same pool and priority whose tasks need no locks; it may have no tasks. */
    public int entrance(int lane) {
        return laneEntrances[lane];
    }

    /** The priority of the tasks of a lane. */
    public int lanePriority(int lane) {
        return lanePriorities[lane];
    }

    /** The number of the pool of the tasks of a lane; 0 if they name none. */
    public int lanePool(int lane) {
        return lanePools[lane];
    }

    /** Whether the tasks of a lane need locks. */
    public boolean laneNeedsLocks(int lane) {
        return laneLockStart[lane] < laneLockStart[lane + 1];
    }

    /** Where {@link #laneLock} begins for a lane; it ends before that of the next lane. */
    public int laneLockStart(int lane) {
        return laneLockStart[lane];
    }

    /** The {@linkplain LockCode code} of a lock that the tasks of a lane need. */
    public int laneLock(int at) {
        return laneLocks[at];
    }

    /** How many numbers of pools there are: one for each name, and 0 for the tasks that name none. */
    public int pools() {
        return poolNames.length + 1;
    }

    /** The name of the pool of this number, from 1. */
    public String poolName(int pool) {
        return poolNames[pool - 1];
    }

    /** The number of keys that tasks use or claim. */
    public int locks() {
        return lockKeys.length;
    }

    /** The key of the lock of this number. */
    public Object lockKey(int lock) {
        return lockKeys[lock];
    }

    /** Keys that one task claims and no other task here uses or claims: they exclude nothing within one run. */
    public List<Object> loneClaims() {
        int[] users = new int[lockKeys.length];
        boolean[] claimed = new boolean[lockKeys.length];
        for (int lane = 0; lane < lanes(); lane++) {
            for (int at = laneLockStart(lane); at < laneLockStart(lane + 1); at++) {
                int lock = LockCode.lock(laneLock(at));
                users[lock] += laneSize(lane);
                claimed[lock] |= LockCode.isClaim(laneLock(at));
            }
        }
        List<Object> lone = new ArrayList<>();
        for (int lock = 0; lock < users.length; lock++) {
            if (users[lock] == 1 && claimed[lock]) {
                lone.add(lockKeys[lock]);
            }
        }
        return lone;
    }

    @Override
    public String toDot() {
        return GraphText.dot(tasks(), this::edges);
    }

    @Override
    public String toMermaid() {
        return GraphText.mermaid(tasks(), this::edges);
    }

    private void edges(GraphText.EdgeWriter writer) {
        for (int from = 0; from < size(); from++) {
            edges(from, from, null, writer);
            for (int e = extraStart(from); e < extraStart(from + 1); e++) {
                edges(from, extra(e), key(extra(e)), writer);
            }
        }
    }

    private void edges(int from, int key, @Nullable Object label, GraphText.EdgeWriter writer) {
        for (int e = childStart(key); e < childStart(key + 1); e++) {
            writer.write(from, child(e), label);
        }
    }
}
