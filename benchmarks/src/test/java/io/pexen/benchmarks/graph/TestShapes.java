package io.pexen.benchmarks.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small shapes of all kinds for tests. */
public final class TestShapes {

    private static final int SEEDS = 5;

    private TestShapes() {}

    /** All shapes that are measured, and random ones of several seeds. */
    public static List<Shape> all() {
        List<Shape> shapes = new ArrayList<>();
        Shapes.names().forEach(name -> shapes.add(Shapes.named(name, 1500)));
        shapes.add(Shapes.wide(1));
        shapes.add(Shapes.readersAndWriters(2000, 7));
        for (int seed = 0; seed < SEEDS; seed++) {
            shapes.add(Shapes.randomDag("random DAG of seed " + seed, 800, seed));
            shapes.add(mixed(1000, 5, seed));
            shapes.add(Shapes.claiming("2 of 4 locks of seed " + seed, 1000, 2, 4, seed));
        }
        return shapes;
    }

    /** Anything: some parents, some locks claimed, some used. */
    private static Shape mixed(int size, int locks, int seed) {
        Random random = new Random(seed);
        Csr.Builder parents = new Csr.Builder(size);
        Csr.Builder claims = new Csr.Builder(size);
        Csr.Builder uses = new Csr.Builder(size);
        for (int task = 0; task < size; task++) {
            parents.add(Shapes.distinct(random, Math.min(task, random.nextInt(3)), task))
                    .endRow();
            for (int lock : Shapes.distinct(random, random.nextInt(4), locks)) {
                (random.nextBoolean() ? claims : uses).add(lock);
            }
            claims.endRow();
            uses.endRow();
        }
        return Shape.of("mixed of seed " + seed, parents.build()).withLocks(locks, claims.build(), uses.build());
    }
}
