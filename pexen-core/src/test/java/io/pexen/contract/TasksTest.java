package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Sched;
import io.pexen.graph.DepcheckException;
import io.pexen.graph.MutexException;
import io.pexen.graph.Problem;
import io.pexen.run.Results;
import io.pexen.task.KwargException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("1 Tasks")
class TasksTest {

    private record Table(String name) {}

    private static TaskRes only(Task task) {
        Results results = new Sched(List.of(task)).addShared("build", 666).runAll(new CallerThreadPool());
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    @Test
    @DisplayName("1.1 a task keeps its id, its metadata and its kwargs")
    void keepsItsMetadata() {
        Task task = Task.named("load")
                .requires("a", "b")
                .provides("c")
                .uses("d")
                .claims("e", "e")
                .priority(-3)
                .pool("heavy")
                .kwargs(Map.of("top", 10))
                .callsWith(kwargs -> kwargs.get("top"));

        assertThat(task.id()).isEqualTo("load");
        assertThat(task.requires()).containsExactly("a", "b");
        assertThat(task.provides()).containsExactly("c");
        assertThat(task.uses()).containsExactly("d");
        assertThat(task.claims()).containsExactly("e");
        assertThat(task.priority()).isEqualTo(-3);
        assertThat(task.pool()).isEqualTo("heavy");
        assertThat(task.kwargs().asMap()).containsExactly(Map.entry("top", 10));
    }

    @Test
    @DisplayName("1.1 metadata is empty, and the priority 0, unless given")
    void hasDefaults() {
        Task task = Task.named("load").runs(NOTHING);

        assertThat(task.requires()).isEmpty();
        assertThat(task.provides()).isEmpty();
        assertThat(task.uses()).isEmpty();
        assertThat(task.claims()).isEmpty();
        assertThat(task.priority()).isZero();
        assertThat(task.pool()).isNull();
        assertThat(task.kwargs().asMap()).isEmpty();
    }

    @Test
    @DisplayName("1.1 keys are any objects with equals")
    void keysAreAnyObjects() {
        Task load = Task.named("load").provides(new Table("strikes")).claims(17).runs(NOTHING);
        Task report = Task.named("report")
                .requires(new Table("strikes"))
                .claims(17)
                .priority(-1)
                .runs(NOTHING);

        Results results = new Sched(List.of(report, load)).runAll(new CallerThreadPool());

        assertThat(Tasks.ids(results)).containsExactly("load", "report");
    }

    @Test
    @DisplayName("1.2 every task provides its own id")
    void providesItsOwnId() {
        Task load = Task.named("load").runs(NOTHING);
        Task report = Task.named("report").requires("load").priority(-1).runs(NOTHING);

        assertThat(Tasks.ids(new Sched(List.of(report, load)).runAll(new CallerThreadPool())))
                .containsExactly("load", "report");
    }

    @Test
    @DisplayName("1.2 a key that is a task's id and provided by another task is an error")
    void nobodyElseProvidesAnId() {
        Task load = Task.named("load").runs(NOTHING);
        Task other = Task.named("other").provides("load").runs(NOTHING);

        assertThatThrownBy(() -> new Sched(List.of(other, load)))
                .isInstanceOfSatisfying(
                        DepcheckException.class,
                        e -> assertThat(e.problems()).containsExactly(new Problem.ProvidesId(other, load)))
                .hasMessageContaining("task \"other\" provides \"load\", which is the id of another task");
    }

    @Test
    @DisplayName("1.2 a task may list its own id in what it provides")
    void mayProvideItsOwnIdExplicitly() {
        Task load = Task.named("load").provides("load").runs(NOTHING);
        Task report = Task.named("report").requires("load").runs(NOTHING);

        assertThat(new Sched(List.of(load, report)).runAll(new CallerThreadPool()))
                .hasSize(2);
    }

    @Test
    @DisplayName("1.3 a body takes nothing, the shared state, the kwargs or both")
    void bodiesTakeWhatTheyNeed() {
        assertThat(only(Task.named("a").calls(() -> "none")).ret()).isEqualTo("none");
        assertThat(only(Task.named("a").calls(shared -> shared.get("build"))).ret())
                .isEqualTo(666);
        assertThat(only(Task.named("a").kwarg("v", 1).callsWith(kwargs -> kwargs.get("v")))
                        .ret())
                .isEqualTo(1);
        assertThat(only(Task.named("a")
                                .kwarg("v", 1)
                                .calls((shared, kwargs) -> List.of(shared.get("build"), kwargs.get("v"))))
                        .ret())
                .isEqualTo(List.of(666, 1));
        assertThat(only(Task.named("a").runs(shared -> shared.put("x", 2))).shared())
                .containsEntry("x", 2);
        assertThat(only(Task.named("a").kwarg("v", 3).runs((shared, kwargs) -> shared.put("x", kwargs.get("v"))))
                        .shared())
                .containsEntry("x", 3);
        assertThat(only(Task.named("a")
                                .body(context ->
                                        context.task().id() + context.shared().get("build")))
                        .ret())
                .isEqualTo("a666");
    }

    @Test
    @DisplayName("1.3 a body may return null, and throw anything")
    void bodiesThrowAnything() {
        IOException checked = new IOException("disk full");
        Error error = new LinkageError("no such class");

        assertThat(only(Task.named("a").calls(() -> null)))
                .satisfies(res -> assertThat(res.ret()).isNull())
                .satisfies(res -> assertThat(res.succeeded()).isTrue());
        assertThat(only(Task.named("a").runs(() -> {
                            throw checked;
                        }))
                        .excinfo())
                .isSameAs(checked);
        assertThat(only(Task.named("a").runs(() -> {
                            throw error;
                        }))
                        .excinfo())
                .isSameAs(error);
    }

    @Test
    @DisplayName("1.3 a kwarg that the body does not take is refused at definition")
    void refusesKwargsThatNobodyTakes() {
        assertThatThrownBy(() -> Task.named("load").kwarg("top", 10).runs(NOTHING))
                .isInstanceOfSatisfying(KwargException.class, e -> {
                    assertThat(e.taskId()).isEqualTo("load");
                    assertThat(e.kwarg()).isEqualTo("top");
                })
                .hasMessageContaining("load")
                .hasMessageContaining("top");
        assertThatThrownBy(() -> Task.named("load").kwarg("top", 10).runs(shared -> shared.put("x", 1)))
                .isInstanceOf(KwargException.class);
    }

    @Test
    @DisplayName("1.3 a kwarg that the body lacks is an error in the task's result")
    void tellsOfMissingKwargs() {
        TaskRes res = only(Task.named("load").kwarg("topp", 10).callsWith(kwargs -> kwargs.get("top")));

        assertThat(res.excinfo())
                .isInstanceOf(KwargException.class)
                .hasMessageContaining("task \"load\" lacks the kwarg \"top\"")
                .hasMessageContaining("topp");
    }

    @Test
    @DisplayName("1.3 a body that takes kwargs and was given none is told its task's name")
    void tellsOfMissingKwargsWhereThereAreNone() {
        TaskRes res = only(Task.named("load").callsWith(kwargs -> kwargs.get("top")));

        assertThat(res.excinfo()).isInstanceOf(KwargException.class).hasMessageContaining("task \"load\"");
    }

    @Test
    @DisplayName("1.3 a kwarg of another type is an error that names both types, and never shows the value")
    void doesNotShowTheValueOfAKwarg() {
        TaskRes res = only(Task.named("load")
                .kwarg("password", "s3cret")
                .callsWith(kwargs -> kwargs.get("password", Integer.class)));

        assertThat(res.excinfo())
                .isInstanceOf(KwargException.class)
                .hasMessageContaining(
                        "task \"load\": the kwarg \"password\" must be a java.lang.Integer, was java.lang.String")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    @DisplayName("1.3 a kwarg is read as a primitive type, which stands for its box")
    void readsBoxes() {
        assertThat(only(Task.named("load").kwarg("top", 10).callsWith(kwargs -> kwargs.get("top", int.class) + 1))
                        .ret())
                .isEqualTo(11);
    }

    @Test
    @DisplayName("1.4 metadata of the wrong kind is refused, naming the field and the value")
    void refusesWrongMetadata() {
        assertThatThrownBy(() -> Task.named(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the id of a task must be a text that is not blank, was \" \"");
        assertThatThrownBy(() -> Task.named(null)).hasMessageContaining("was null");
        assertThatThrownBy(() -> Task.named("a").requires((Object) null))
                .hasMessage("task \"a\": a key in requires was null");
        assertThatThrownBy(() -> Task.named("a").provides((Object[]) null))
                .hasMessage("task \"a\": provides must be keys, was null");
        assertThatThrownBy(() -> Task.named("a").uses(List.of("x")))
                .hasMessageContaining("task \"a\": a key in uses was a List");
        assertThatThrownBy(() -> Task.named("a").claims((Object) new String[] {"x"}))
                .hasMessageContaining("task \"a\": a key in claims was a String[]");
        assertThatThrownBy(() -> Task.named("a").kwarg("", 1))
                .hasMessage("task \"a\": the name of a kwarg must be a text that is not blank, was \"\"");
        assertThatThrownBy(() -> Task.named("a").body(null)).hasMessage("task \"a\": the body must not be null");
    }

    /** A key that counts how often it is compared. */
    private record CountedKey(int number, AtomicInteger comparisons) {

        @Override
        public boolean equals(Object other) {
            comparisons.incrementAndGet();
            return other instanceof CountedKey key && key.number == number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    @Test
    @DisplayName("1.1 the cost of a task's keys is linear, given at once or one by one, and each counts once")
    void manyKeysAreCheap() {
        int count = 40_000;
        AtomicInteger comparisons = new AtomicInteger();
        List<CountedKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(new CountedKey(i, comparisons));
        }
        Task.Builder builder = Task.named("many").requires(keys.toArray()).claims("first");
        keys.forEach(key -> builder.uses(new CountedKey(key.number, comparisons)));
        Task task = builder.requires(keys.get(0), "last").runs(NOTHING);

        assertThat(comparisons.get()).isLessThan(3 * count);
        assertThat(task.requires().toArray())
                .hasSize(count + 1)
                .startsWith(keys.get(0))
                .endsWith("last");
        assertThat(task.uses()).hasSize(count);
        assertThat(task.claims()).containsExactly("first");
    }

    @Test
    @DisplayName("2.4 the cost of validating a task is linear in the keys that it uses and claims")
    void manyLocksAreValidatedCheaply() {
        int count = 5_000;
        AtomicInteger comparisons = new AtomicInteger();
        Task.Builder builder = Task.named("many");
        for (int i = 0; i < count; i++) {
            builder.uses(new CountedKey(i, comparisons)).claims(new CountedKey(count + i, comparisons));
        }
        Task fits = builder.runs(NOTHING);
        Task clashes = builder.claims(new CountedKey(7, comparisons)).runs(NOTHING);
        comparisons.set(0);

        assertThat(new Sched(List.of(fits)).runAll(new CallerThreadPool())).hasSize(1);
        assertThatThrownBy(() -> new Sched(List.of(clashes)))
                .isInstanceOf(MutexException.class)
                .hasMessageContaining("number=7,");
        assertThat(comparisons.get()).isLessThan(10 * count);
    }
}
