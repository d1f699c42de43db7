package io.pexen.stress;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random worlds: runs two levels deep over shared locks on several pools, started by tasks, listeners and consumers,
 * cancelled, closed, interrupted; with faults in what pexen calls. A failure prints the seed of its world;
 * {@code -Dpexen.seed} replays that for {@code -Dpexen.seconds}, as threads do not meet in the same way each time.
 */
class NestedStressTest {

    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final int LONG_SECONDS = 60;

    @Test
    @DisplayName("1 to 8 runs in runs keep the rules, whatever fails around them")
    void someWorlds() throws Exception {
        worlds(SHORT);
    }

    @Test
    @Tag("stress")
    @DisplayName("1 to 8 the same, for a minute, or as long as -Dpexen.seconds says")
    void manyWorlds() throws Exception {
        worlds(Duration.ofSeconds(Integer.getInteger("pexen.seconds", LONG_SECONDS)));
    }

    private static void worlds(Duration length) throws Exception {
        AtomicInteger names = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(body -> {
            Thread thread = new Thread(body, "stress-thread-" + names.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Long given = Long.getLong("pexen.seed");
        long seed = given != null ? given : System.nanoTime();
        long until = System.nanoTime() + length.toNanos();
        int worlds = 0;
        long runs = 0;
        try {
            for (; System.nanoTime() < until; worlds++) {
                World world = new World(Generator.world(given != null ? seed : seed + worlds), threads);
                world.run();
                runs += world.executions.size();
            }
        } finally {
            threads.shutdownNow();
            System.out.println(worlds + " worlds with " + runs + " runs, from seed " + seed);
        }
    }
}
