package io.pexen.benchmarks.graph;

import java.util.Arrays;

/** The lock requests of each task, in ascending order of the locks: a request is a lock and whether it is claimed. */
public final class LockRequests {

    private LockRequests() {}

    /** The requests of each task. */
    public static Csr of(Shape shape) {
        Csr.Builder requests = new Csr.Builder(shape.size());
        for (int task = 0; task < shape.size(); task++) {
            int[] mine = new int[shape.claims().size(task) + shape.uses().size(task)];
            int size = 0;
            for (int lock : shape.claims().row(task)) {
                mine[size++] = lock * 2 + 1;
            }
            for (int lock : shape.uses().row(task)) {
                mine[size++] = lock * 2;
            }
            Arrays.sort(mine);
            requests.add(mine).endRow();
        }
        return requests.build();
    }

    /** The lock of a request. */
    public static int lock(int request) {
        return request >> 1;
    }

    /** Whether a request is exclusive. */
    public static boolean claims(int request) {
        return (request & 1) != 0;
    }
}
