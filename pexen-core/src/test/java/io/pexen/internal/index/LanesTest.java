package io.pexen.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.RandomGraphs;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@DisplayName("Lanes of a graph")
class LanesTest {

    private static int next;

    private static Task.Builder task() {
        return Task.named("t" + next++);
    }

    private static int[] lanesOf(Task.Builder... builders) {
        List<Task> tasks = new ArrayList<>();
        for (Task.Builder builder : builders) {
            tasks.add(builder.runs(() -> {}));
        }
        IndexedGraph graph = IndexedGraph.of(tasks);
        check(graph);
        return tasks.stream().mapToInt(each -> graph.lane(tasks.indexOf(each))).toArray();
    }

    /**
     * Holds the lanes against sets of locks: tasks share a lane if and only if pool, priority, uses and claims are
     * equal; each pool and priority has a lane without locks, which may be empty.
     */
    private static void check(IndexedGraph graph) {
        Map<List<Object>, Integer> laneOf = new HashMap<>();
        int[] sizes = new int[graph.lanes()];
        for (int i = 0; i < graph.size(); i++) {
            Task task = graph.task(i);
            int lane = graph.lane(i);
            sizes[lane]++;
            Integer known = laneOf.putIfAbsent(
                    Arrays.asList(task.pool(), task.priority(), Set.copyOf(task.uses()), Set.copyOf(task.claims())),
                    lane);
            assertThat(known == null ? lane : known).isEqualTo(lane);
            Set<Object> uses = new HashSet<>();
            Set<Object> claims = new HashSet<>();
            for (int at = graph.laneLockStart(lane); at < graph.laneLockStart(lane + 1); at++) {
                (graph.laneLock(at) % 2 == 0 ? uses : claims).add(graph.lockKey(graph.laneLock(at) / 2));
                assertThat(at == graph.laneLockStart(lane) || graph.laneLock(at - 1) < graph.laneLock(at))
                        .isTrue();
            }
            assertThat(uses).isEqualTo(task.uses());
            assertThat(claims).isEqualTo(task.claims());
            assertThat(graph.lanePriority(lane)).isEqualTo(task.priority());
            int pool = graph.lanePool(lane);
            assertThat(pool == 0 ? null : graph.poolName(pool)).isEqualTo(task.pool());
        }
        int empty = 0;
        for (int lane = 0; lane < graph.lanes(); lane++) {
            assertThat(graph.laneSize(lane)).isEqualTo(sizes[lane]);
            int entrance = graph.entrance(lane);
            assertThat(graph.lanePriority(entrance)).isEqualTo(graph.lanePriority(lane));
            assertThat(graph.lanePool(entrance)).isEqualTo(graph.lanePool(lane));
            assertThat(graph.laneLockStart(entrance)).isEqualTo(graph.laneLockStart(entrance + 1));
            assertThat(graph.entrance(entrance)).isEqualTo(entrance);
            empty += sizes[lane] == 0 ? 1 : 0;
            assertThat(sizes[lane] > 0 || entrance == lane).isTrue();
        }
        assertThat(graph.lanes()).isEqualTo(laneOf.size() + empty);
    }

    @Test
    @DisplayName("tasks with the same locks share a lane, in whatever order they name them")
    void sameLocksShareALane() {
        assertThat(lanesOf(
                        task().claims("a", "b").uses("c"),
                        task().claims("b"),
                        task().uses("c").claims("b", "a"),
                        task().claims("b").claims("a").uses("c")))
                .containsExactly(0, 2, 0, 0); // 1 is the entrance of both
    }

    @Test
    @DisplayName("to use is not to claim, fewer locks are other locks, and priorities have lanes of their own")
    void otherLocksHaveOtherLanes() {
        assertThat(lanesOf(
                        task().claims("a"),
                        task().uses("a"),
                        task(),
                        task().claims("a", "b"),
                        task().claims("a").priority(1),
                        task().priority(1),
                        task(),
                        task().claims("a")))
                .containsExactly(0, 2, 1, 3, 4, 5, 1, 0);
    }

    @Test
    @DisplayName("tasks that name another pool, or none, have lanes of their own")
    void otherPoolsHaveOtherLanes() {
        assertThat(lanesOf(
                        task(),
                        task().pool("heavy"),
                        task().pool("light"),
                        task().pool("heavy").claims("a"),
                        task().claims("a"),
                        task().pool("heavy")))
                .containsExactly(0, 1, 2, 3, 4, 1);
    }

    @Test
    @DisplayName("a graph without tasks has no lanes")
    void noTasksNoLanes() {
        assertThat(IndexedGraph.of(List.of()).lanes()).isZero();
    }

    @Test
    @DisplayName("very many lanes and very many locks of a task")
    void manyLanes() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int pair = i % 10_000;
            tasks.add(Task.named("t" + i)
                    .claims("x" + pair % 100, "y" + pair / 100)
                    .priority(pair % 2)
                    .runs(() -> {}));
        }
        Object[] all = new Object[1_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        tasks.add(Task.named("all").uses(all).runs(() -> {}));

        IndexedGraph graph = IndexedGraph.of(tasks);

        check(graph);
        assertThat(graph.lanes()).isEqualTo(10_003); // with the entrances of two priorities
        assertThat(graph.locks()).isEqualTo(1_200);
    }

    static List<Long> seeds() {
        return RandomGraphs.seeds(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("lanes of random tasks are their priorities and sets of locks")
    void randomLanes(long seed) {
        Random random = new Random(seed);
        check(IndexedGraph.of(RandomGraphs.withBodies(random, 300, List.of("heavy", "light"), id -> context -> id)));
    }
}
