package io.pexen;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever bodies, consumers and owners of pools do, and whenever they do it: random runs with faults of every kind,
 * each checked when it is over. A failure tells its seed; {@code -Dpexen.seed} replays it, as often as
 * {@code -Dpexen.runs} says, as threads do not meet in the same way each time.
 */
class FaultRunTest {

    private static final int RUNS = 10_000;
    private static final int SHORT_RUNS = 300;

    private static final List<Long> FOUND = List.of(
            13_214_316_482_797L, // runs that let each other go first woke each other forever
            19_058_680_890_936L, // all workers waited in tasks, and more tasks for them
            19_970_835_056_409L, // a run was to go first that waited for the one behind it
            23_234_033_397_245L, // a job came while the only worker was about to wait
            26_105_448_530_609L); // a run was to go out of order that could not go at all

    @Test
    @DisplayName("3.8, 3.9, 5, 6.1, 6.6, 8.2 whatever fails or is closed, every task has one outcome, and all runs end")
    void someFaults() throws Exception {
        runs(RandomGraphs.seeds(SHORT_RUNS), SHORT_RUNS, true);
    }

    @Test
    @Tag("stress")
    @DisplayName("3.8, 3.9, 5, 6.1, 6.6, 8.2 the same, thousands of times")
    void manyFaults() throws Exception {
        int count = Integer.getInteger("pexen.runs", RUNS);
        runs(RandomGraphs.seeds(count), count, true);
    }

    @Test
    @DisplayName("3.9, 6.6 runs that wait for each other end: what has hung or failed before")
    void faultsThatWereFound() throws Exception {
        runs(FOUND, 100 * FOUND.size(), false);
    }

    private static void runs(List<Long> seeds, int count, boolean mixing) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool(body -> {
            Thread thread = new Thread(body, "fault-run");
            thread.setDaemon(true);
            return thread;
        });
        int runs = 0;
        int endedEarly = 0;
        int mixed = 0;
        long tasks = 0;
        try {
            for (int i = 0; runs < count; i++) {
                long seed = seeds.get(i % seeds.size());
                FaultWorld world = new FaultWorld(seed, threads, mixing && seed % 2 == 0);
                try {
                    world.run();
                } catch (Throwable e) {
                    throw new AssertionError("replay with -Dpexen.seed=" + seed, e);
                }
                runs += world.parties.size();
                mixed += world.others.isEmpty() ? 0 : world.parties.size();
                for (FaultParty party : world.parties) {
                    endedEarly += party.endedEarly() ? 1 : 0;
                    tasks += party.began.size();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println(runs + " runs with faults, " + mixed + " of them on several pools, " + endedEarly
                + " of them ended early, " + tasks + " bodies");
    }
}
