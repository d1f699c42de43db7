package io.pexen.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.RandomGraphs;
import io.pexen.internal.index.IndexedGraph;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The planner decides as a naive model does, step by step, on thousands of random graphs. A failure names its seed;
 * {@code -Dpexen.seed=<seed>} replays it alone.
 */
@Timeout(120)
class PlannerModelTest {

    private static final int GRAPHS = 4_000;

    @Test
    @DisplayName("3.3, 3.6, 4.2, 5.1, 5.2, 6.1 to 6.4, 7.1, 7.2 the planner and a naive model decide alike")
    void decidesAsTheNaiveModelDoes() {
        for (long seed : RandomGraphs.seeds(GRAPHS)) {
            try {
                compare(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("replay with -Dpexen.seed=" + seed, e);
            }
        }
    }

    private static void compare(Random random) {
        LockTable table = new LockTable(random.nextBoolean() ? 32 : 1 + random.nextInt(4));
        synchronized (table) { // as a run does
            compare(random, table);
        }
    }

    private static void compare(Random random, LockTable table) {
        Map<String, Integer> pools = pools(random);
        List<Task> tasks = RandomGraphs.withBodies(
                random, 1 + random.nextInt(40), List.copyOf(pools.keySet()), id -> context -> null);
        IndexedGraph graph = IndexedGraph.of(tasks);
        int[] limits = random.ints(3, 1, random.nextBoolean() ? 3 : 7).toArray();
        int[] poolOf = new int[graph.pools()];
        for (int i = 1; i < poolOf.length; i++) {
            poolOf[i] = pools.get(graph.poolName(i));
        }
        if (pools.isEmpty()) {
            limits = new int[] {limits[0]};
        }
        double failures = random.nextInt(3) * 0.1;
        Map<String, Object> preset = random.nextBoolean() ? Map.of() : Map.of("build", 666);
        Planner planner =
                new Planner(graph, poolOf, limits, new java.util.HashMap<>(preset), table, new Alone(), false, 0);
        NaivePlanner naive = new NaivePlanner(tasks, pools, limits, preset, table.maxOvertaken());
        List<Integer> dispatched = new ArrayList<>();
        List<SharedState> states = new ArrayList<>();
        while (true) {
            while (true) {
                int task = planner.next();
                Task expected = naive.next();
                assertThat(task < 0 ? null : graph.task(task)).isSameAs(expected);
                if (task < 0) {
                    break;
                }
                assertThat(planner.pool(task)).isEqualTo(naive.pool(graph.task(task)));
                SharedState handedOn = planner.handedOn(task);
                SharedState state = handedOn != null ? handedOn : new SharedState(new java.util.HashMap<>(preset));
                assertThat(state).isEqualTo(naive.shared(graph.task(task)));
                dispatched.add(task);
                states.add(state);
            }
            if (dispatched.isEmpty()) {
                break;
            }
            int at = random.nextInt(dispatched.size());
            int task = dispatched.remove(at);
            SharedState state = states.remove(at);
            if (random.nextBoolean()) {
                state.put("by", graph.task(task).id());
                naive.shared(graph.task(task)).put("by", graph.task(task).id());
            }
            boolean fails = random.nextDouble() < failures;
            boolean depsOk = !fails || random.nextInt(3) == 0;
            boolean locksOk = !fails || random.nextInt(3) == 0;
            planner.completed(task, state.isPreset() && random.nextBoolean() ? null : state, depsOk, locksOk);
            naive.completed(graph.task(task), depsOk, locksOk);
        }
        assertThat(planner.canGoOn()).isFalse();
        Set<Object> held = Set.copyOf(planner.end(false, new int[0]));
        assertThat(held).isEqualTo(naive.locksHeld());
        assertThat(planner.unfinished()).isEmpty();
        assertThat(skipped(planner, graph)).isEqualTo(naive.notRun());
    }

    /** Names of pools, and for each the pool of the run: none, or up to three, of which some may be the same one. */
    private static Map<String, Integer> pools(Random random) {
        Map<String, Integer> pools = new TreeMap<>();
        if (random.nextInt(3) > 0) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                pools.put("pool" + i, random.nextInt(3));
            }
        }
        return pools;
    }

    /** The skipped tasks; each names what it lacked, and following those leads to a task that ran. */
    private static Set<String> skipped(Planner planner, IndexedGraph graph) {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < planner.skippedCount(); i++) {
            int task = planner.skipped(i);
            ids.add(graph.task(task).id());
            for (int at = task, hops = 0; !planner.isDone(at); at = planner.lackedFrom(at), hops++) {
                assertThat(hops).isLessThan(graph.size());
                int lacked = planner.lacked(at);
                if (lacked >= 0) {
                    assertThat(graph.task(at).requires()).contains(graph.key(lacked));
                } else {
                    Task lacking = graph.task(at);
                    Object key = graph.lockKey(-1 - lacked);
                    assertThat(lacking.uses().contains(key) || lacking.claims().contains(key))
                            .isTrue();
                }
            }
        }
        return ids;
    }
}
