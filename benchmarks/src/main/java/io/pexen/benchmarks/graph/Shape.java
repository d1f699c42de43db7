package io.pexen.benchmarks.graph;

import java.util.Locale;

/**
 * A graph of tasks with their locks, as numbers. Tasks are numbered in a topological order, so parents come first. The
 * locks of a task are in ascending order. Immutable.
 */
public final class Shape {

    private final String name;
    private final Csr parents;
    private final int locks;
    private final Csr claims;
    private final Csr uses;
    private final int[] priorities;

    private Shape(String name, Csr parents, int locks, Csr claims, Csr uses, int[] priorities) {
        this.name = name;
        this.parents = parents;
        this.locks = locks;
        this.claims = claims;
        this.uses = uses;
        this.priorities = priorities;
    }

    /** Tasks with these parents and no locks. */
    public static Shape of(String name, Csr parents) {
        Csr none = Csr.empty(parents.rows());
        return new Shape(name, parents, 0, none, none, new int[0]);
    }

    /** These tasks with other locks: row {@code i} has the locks that task {@code i} claims or uses. */
    public Shape withLocks(int newLocks, Csr newClaims, Csr newUses) {
        return new Shape(name, parents, newLocks, newClaims, newUses, priorities);
    }

    /** These tasks with other priorities; the lowest goes first. */
    public Shape withPriorities(int[] newPriorities) {
        return new Shape(name, parents, locks, claims, uses, newPriorities.clone());
    }

    /** The name, without the number of tasks. */
    public String name() {
        return name;
    }

    /** The name with the number of tasks. */
    public String title() {
        return String.format(Locale.ROOT, "%s %,d", name, size());
    }

    /** The number of tasks. */
    public int size() {
        return parents.rows();
    }

    /** The parents of each task. */
    public Csr parents() {
        return parents;
    }

    /** The number of locks. */
    public int locks() {
        return locks;
    }

    /** The locks that each task claims. */
    public Csr claims() {
        return claims;
    }

    /** The locks that each task uses. */
    public Csr uses() {
        return uses;
    }

    /** The priority of a task; 0 if the shape has none. */
    public int priority(int task) {
        return priorities.length == 0 ? 0 : priorities[task];
    }

    /** The length of the longest path, in tasks. */
    public int depth() {
        int[] depth = new int[size()];
        int deepest = 0;
        for (int task = 0; task < depth.length; task++) {
            int above = 0;
            for (int k = parents.start(task); k < parents.end(task); k++) {
                above = Math.max(above, depth[parents.item(k)]);
            }
            depth[task] = above + 1;
            deepest = Math.max(deepest, above + 1);
        }
        return deepest;
    }

    @Override
    public String toString() {
        return title();
    }
}
