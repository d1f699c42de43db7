package io.pexen.benchmarks.graph;

import java.util.Arrays;

/**
 * Turns locks into dependencies, for engines without locks: for each lock, a task that uses it comes after the last one
 * that claims it, and a task that claims it comes after that one and all that have used it since then. The order is
 * that of the numbers, so it is fixed before anything runs. This is the usual way with futures: the last future of each
 * key is remembered, and the next task is chained to it.
 */
public final class LockChains {

    private LockChains() {}

    /** The parents of each task, including those that result from locks. */
    public static Csr parents(Shape shape) {
        if (shape.locks() == 0) {
            return shape.parents();
        }
        IntList[] users = new IntList[shape.locks()];
        Arrays.setAll(users, lock -> new IntList());
        int[] claimer = new int[shape.locks()];
        Arrays.fill(claimer, -1);
        Csr.Builder all = new Csr.Builder(shape.size());
        for (int task = 0; task < shape.size(); task++) {
            for (int parent : shape.parents().row(task)) {
                all.add(parent);
            }
            for (int lock : shape.uses().row(task)) {
                if (claimer[lock] >= 0) {
                    all.add(claimer[lock]);
                }
                users[lock].add(task);
            }
            for (int lock : shape.claims().row(task)) {
                if (users[lock].size == 0 && claimer[lock] >= 0) {
                    all.add(claimer[lock]);
                }
                for (int i = 0; i < users[lock].size; i++) {
                    all.add(users[lock].items[i]);
                }
                users[lock].size = 0;
                claimer[lock] = task;
            }
            all.endRow();
        }
        return all.build();
    }

    /** A list of ints that can be added to and cleared. */
    private static final class IntList {
        private int[] items = new int[4];
        private int size;

        void add(int item) {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
            }
            items[size++] = item;
        }
    }
}
