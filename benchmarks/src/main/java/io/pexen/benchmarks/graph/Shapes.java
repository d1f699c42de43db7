package io.pexen.benchmarks.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/** The shapes that are measured. The same arguments always give the same graph. */
public final class Shapes {

    private static final int WINDOW = 1000;
    private static final int READERS = 10_000;
    private static final long SEED = 20_260_101;

    private static final Map<String, IntFunction<Shape>> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("wide", Shapes::wide);
        BY_NAME.put("chain", Shapes::chain);
        BY_NAME.put("grid", Shapes::grid);
        BY_NAME.put("random DAG", n -> randomDag("random DAG", n, SEED));
        BY_NAME.put("tree out", Shapes::treeOut);
        BY_NAME.put("tree in", Shapes::treeIn);
        BY_NAME.put("2 of 1000 locks", n -> claiming("2 of 1000 locks", n, 2, 1000, SEED));
        BY_NAME.put("1 of 1 lock", n -> claiming("1 of 1 lock", n, 1, 1, SEED));
        BY_NAME.put("3 of 10 locks", n -> claiming("3 of 10 locks", n, 3, 10, SEED));
        BY_NAME.put("readers and writers", n -> readersAndWriters(n, READERS));
    }

    private Shapes() {}

    /** The names of all shapes. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The shape with a name, with approximately this number of tasks. */
    public static Shape named(String name, int size) {
        IntFunction<Shape> factory = BY_NAME.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("shape must be one of " + names() + ", was " + name);
        }
        return factory.apply(size);
    }

    /** Tasks that are independent of each other. */
    static Shape wide(int size) {
        return Shape.of("wide", Csr.empty(size));
    }

    /** Each task after the one before. */
    static Shape chain(int size) {
        Csr.Builder parents = new Csr.Builder(size);
        for (int task = 0; task < size; task++) {
            if (task > 0) {
                parents.add(task - 1);
            }
            parents.endRow();
        }
        return Shape.of("chain", parents.build());
    }

    /** A square in which each cell comes after its upper and its left neighbour. */
    static Shape grid(int size) {
        int side = (int) Math.sqrt(size);
        Csr.Builder parents = new Csr.Builder(side * side);
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int task = row * side + column;
                if (row > 0) {
                    parents.add(task - side);
                }
                if (column > 0) {
                    parents.add(task - 1);
                }
                parents.endRow();
            }
        }
        return Shape.of("grid", parents.build());
    }

    /** Each task after three others of the thousand before it; the first ones after all earlier ones. */
    static Shape randomDag(String name, int size, long seed) {
        Random random = new Random(seed);
        Csr.Builder parents = new Csr.Builder(size);
        for (int task = 0; task < size; task++) {
            int from = Math.max(0, task - WINDOW);
            for (int parent : distinct(random, Math.min(3, task), task - from)) {
                parents.add(from + parent);
            }
            parents.endRow();
        }
        return Shape.of(name, parents.build());
    }

    /** A binary tree from its root to its leaves. */
    static Shape treeOut(int size) {
        Csr.Builder parents = new Csr.Builder(size);
        for (int task = 0; task < size; task++) {
            if (task > 0) {
                parents.add((task - 1) / 2);
            }
            parents.endRow();
        }
        return Shape.of("tree out", parents.build());
    }

    /** A binary tree from its leaves to its root: the mirror image of {@link #treeOut}. */
    static Shape treeIn(int size) {
        Csr.Builder parents = new Csr.Builder(size);
        for (int task = 0; task < size; task++) {
            int mirrored = size - 1 - task;
            for (int child = 2 * mirrored + 2; child > 2 * mirrored; child--) {
                if (child < size) {
                    parents.add(size - 1 - child);
                }
            }
            parents.endRow();
        }
        return Shape.of("tree in", parents.build());
    }

    /** Tasks without parents, each of which claims some of the locks. */
    static Shape claiming(String name, int size, int each, int locks, long seed) {
        Random random = new Random(seed);
        Csr.Builder claims = new Csr.Builder(size);
        for (int task = 0; task < size; task++) {
            claims.add(distinct(random, each, locks)).endRow();
        }
        return Shape.of(name, Csr.empty(size)).withLocks(locks, claims.build(), Csr.empty(size));
    }

    /** One lock: this number of tasks use it, the next one claims it, and so on. */
    static Shape readersAndWriters(int size, int readers) {
        Csr.Builder claims = new Csr.Builder(size);
        Csr.Builder uses = new Csr.Builder(size);
        for (int task = 0; task < size; task++) {
            boolean writes = task % (readers + 1) == readers;
            (writes ? claims : uses).add(0);
            claims.endRow();
            uses.endRow();
        }
        return Shape.of("readers and writers", Csr.empty(size)).withLocks(1, claims.build(), uses.build());
    }

    /** This number of distinct numbers below a bound, ascending. */
    static int[] distinct(Random random, int count, int bound) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            int number;
            do {
                number = random.nextInt(bound);
            } while (contains(numbers, i, number));
            numbers[i] = number;
        }
        Arrays.sort(numbers);
        return numbers;
    }

    private static boolean contains(int[] numbers, int count, int number) {
        for (int i = 0; i < count; i++) {
            if (numbers[i] == number) {
                return true;
            }
        }
        return false;
    }
}
