package io.pexen;

import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Random sets of tasks with dependencies, several providers of a key, locks and priorities; always valid. */
public final class RandomGraphs {

    private RandomGraphs() {}

    /** Seeds to try: the one of {@code -Dpexen.seed}, or as many as wanted, derived from one that is printed. */
    public static List<Long> seeds(int count) {
        Long given = Long.getLong("pexen.seed");
        if (given != null) {
            return List.of(given);
        }
        long base = System.nanoTime();
        System.out.println("random graphs from seed " + base);
        return LongStream.range(base, base + count).boxed().toList();
    }

    /** Tasks whose bodies return what {@code body} returns for their id. */
    public static List<Task> tasks(Random random, int size, Function<String, Object> body) {
        return withBodies(random, size, id -> context -> body.apply(id));
    }

    /** Tasks with these bodies. */
    public static List<Task> withBodies(Random random, int size, Function<String, TaskBody> bodies) {
        return withBodies(random, size, List.of(), bodies);
    }

    /** Tasks with these bodies, some of which name one of these pools. */
    public static List<Task> withBodies(
            Random random, int size, List<String> pools, Function<String, TaskBody> bodies) {
        int keys = 1 + random.nextInt(5);
        int locks = 1 + random.nextInt(6);
        double locking = random.nextDouble();
        int priorities = 1 + random.nextInt(4);
        List<Task> tasks = new ArrayList<>();
        List<Object> provided = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String id = "t" + i;
            Task.Builder task = Task.named(id).priority(random.nextInt(priorities) - 1);
            for (int n = random.nextInt(3); n > 0 && !provided.isEmpty() && random.nextInt(4) > 0; n--) {
                task.requires(provided.get(random.nextInt(provided.size())));
            }
            provided.add(id);
            if (random.nextInt(4) == 0) {
                Object key = "k" + random.nextInt(keys);
                task.provides(key);
                provided.add(key);
            }
            for (int lock = 0; lock < locks; lock++) {
                if (random.nextDouble() < locking / 2) {
                    if (random.nextBoolean()) {
                        task.claims("lock" + lock);
                    } else {
                        task.uses("lock" + lock);
                    }
                }
            }
            if (!pools.isEmpty() && random.nextInt(3) > 0) {
                task.pool(pools.get(random.nextInt(pools.size())));
            }
            tasks.add(task.body(bodies.apply(id)));
        }
        return tasks;
    }
}
