package io.pexen.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pexen.RandomGraphs;
import io.pexen.graph.DepcheckException;
import io.pexen.graph.Problem;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
@DisplayName("A graph of tasks")
class IndexedGraphTest {

    private static Task task(String id, Object... requires) {
        return Task.named(id).requires(requires).runs(() -> {});
    }

    private static List<Task> childrenOf(IndexedGraph graph, int key) {
        List<Task> children = new ArrayList<>();
        for (int at = graph.childStart(key); at < graph.childStart(key + 1); at++) {
            children.add(graph.task(graph.child(at)));
        }
        return children;
    }

    /** Holds the arrays of the graph against the tasks. */
    private static void check(IndexedGraph graph) {
        for (int i = 0; i < graph.size(); i++) {
            assertThat(graph.required(i)).isEqualTo(graph.task(i).requires().size());
            List<Object> extras = new ArrayList<>();
            for (int at = graph.extraStart(i); at < graph.extraStart(i + 1); at++) {
                extras.add(graph.key(graph.extra(at)));
            }
            assertThat(extras).containsExactlyElementsOf(graph.task(i).provides());
        }
        for (int key = 0; key < graph.keys(); key++) {
            Object name = graph.key(key);
            assertThat(childrenOf(graph, key))
                    .containsExactlyElementsOf(graph.tasks().stream()
                            .filter(task -> task.requires().contains(name))
                            .toList());
            assertThat(graph.providers(key)).isEqualTo((int) graph.tasks().stream()
                    .filter(task -> task.id().equals(name) || task.provides().contains(name))
                    .count());
        }
    }

    private static List<Problem> problemsOf(Task... tasks) {
        return catchThrowableOfType(DepcheckException.class, () -> IndexedGraph.of(List.of(tasks)))
                .problems();
    }

    static List<Long> seeds() {
        return RandomGraphs.seeds(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("is the same whatever the order of definition")
    void anyOrder(long seed) {
        Random random = new Random(seed);
        List<Task> tasks = RandomGraphs.tasks(random, 200, id -> id);
        check(IndexedGraph.of(tasks));
        Collections.shuffle(tasks, random);
        check(IndexedGraph.of(tasks));
        Collections.reverse(tasks);
        check(IndexedGraph.of(tasks));
    }

    @Test
    @DisplayName("joins tasks that require each other's keys forward and back")
    void forwardEdges() {
        Task first = task("first");
        Task waits = task("waits", "first", "last");
        Task last = task("last", "first");

        IndexedGraph graph = IndexedGraph.of(List.of(first, waits, last));

        check(graph);
        assertThat(childrenOf(graph, 0)).containsExactly(waits, last);
    }

    @Test
    @DisplayName("has no children of one key that are those of another, though many require many")
    void manyEdges() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Object[] earlier = tasks.stream().map(Task::id).toArray();
            tasks.add(task("t" + i, earlier));
        }

        check(IndexedGraph.of(tasks));
    }

    @Test
    @DisplayName("finds a cycle behind tasks in order of definition")
    void cycleBehindOrderedTasks() {
        Task first = task("first");
        Task second = task("second", "first");
        Task a = task("a", "second", "b");
        Task b = task("b", "first", "a");

        assertThat(problemsOf(first, second, a, b))
                .containsExactly(new Problem.Cycle(List.of(a, b), List.of("b", "a")));
    }

    @Test
    @DisplayName("finds a task that requires what it alone provides")
    void requiresWhatItProvides() {
        Task loop = Task.named("loop").provides("key").requires("key").runs(() -> {});

        assertThat(problemsOf(task("first"), loop)).containsExactly(new Problem.Cycle(List.of(loop), List.of("key")));
    }

    @Test
    @DisplayName("finds a cycle through a key that only later tasks provide")
    void cycleThroughAProvidedKey() {
        Task a = task("a", "key");
        Task b = Task.named("b").provides("key").requires("a").runs(() -> {});
        Task c = Task.named("c").provides("key").requires("a").runs(() -> {});

        List<Problem> problems = problemsOf(a, b, c);

        assertThat(problems)
                .singleElement()
                .satisfies(cycle -> assertThat(cycle.tasks()).hasSize(2).contains(a));
    }

    @Test
    @DisplayName("the first provider of a key is enough, be it before the task or after it")
    void oneProviderIsEnough() {
        Task before = Task.named("before").provides("key").runs(() -> {});
        Task waits = task("waits", "key");
        Task after = Task.named("after").provides("key").requires("waits").runs(() -> {});

        check(IndexedGraph.of(List.of(before, waits, after)));
        check(IndexedGraph.of(List.of(after, waits, before)));
    }

    @Test
    @DisplayName("finds cycles and missing keys at once, and those of tasks with the same id")
    void cyclesAmongOtherProblems() {
        Task ok = task("ok");
        Task lacks = task("lacks", "ok", "nowhere", "ok");
        Task a = task("a", "b", "lacks");
        Task b = task("b", "a");
        Task again = task("ok");

        List<Problem> cycleAndKey = List.of(
                new Problem.MissingKey(lacks, "nowhere", List.of()),
                new Problem.Cycle(List.of(a, b), List.of("b", "a")));
        assertThat(problemsOf(ok, lacks, a, b)).containsExactlyElementsOf(cycleAndKey);
        assertThat(problemsOf(ok, lacks, a, b, again))
                .containsExactlyInAnyOrder(
                        cycleAndKey.get(0), cycleAndKey.get(1), new Problem.DuplicateId("ok", List.of(ok, again)));
    }
}
