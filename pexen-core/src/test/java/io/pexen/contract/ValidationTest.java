package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pexen.Sched;
import io.pexen.graph.DepcheckException;
import io.pexen.graph.GraphException;
import io.pexen.graph.MutexException;
import io.pexen.graph.Problem;
import io.pexen.task.Task;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("2 Validation, before anything runs")
class ValidationTest {

    private static List<Problem> problemsOf(Task... tasks) {
        return catchThrowableOfType(DepcheckException.class, () -> new Sched(List.of(tasks)))
                .problems();
    }

    @Test
    @DisplayName("2.1 a rejected batch leaves the sched as it was")
    void addingIsAtomic() {
        Task load = Task.named("load").runs(NOTHING);
        Task good = Task.named("good").runs(NOTHING);
        Task bad = Task.named("bad").requires("nothing").runs(NOTHING);
        Sched sched = new Sched(List.of(load));

        assertThatThrownBy(() -> sched.addTasks(good, bad)).isInstanceOf(DepcheckException.class);

        assertThat(sched.tasks()).containsExactly(load);
        assertThat(Tasks.ids(sched.runAll(new CallerThreadPool()))).containsExactly("load");
        assertThat(sched.addTasks(good).tasks()).containsExactly(load, good);
    }

    @Test
    @DisplayName("2.1 tasks of one batch may require each other, and those that were added before")
    void aBatchIsValidatedAsAWhole() {
        Task load = Task.named("load").runs(NOTHING);
        Task report = Task.named("report").requires("index", "load").runs(NOTHING);
        Task index = Task.named("index").requires("load").runs(NOTHING);

        Sched sched = new Sched(List.of(load)).addTasks(report, index);

        assertThat(Tasks.ids(sched.runAll(new CallerThreadPool()))).containsExactly("load", "index", "report");
    }

    @Test
    @DisplayName("2.2 a required key that nobody provides is refused, with the nearest known keys")
    void refusesMissingKeys() {
        Task load = Task.named("load").provides("strikes").runs(NOTHING);
        Task report = Task.named("report").requires("striks").runs(NOTHING);

        assertThat(problemsOf(load, report))
                .containsExactly(new Problem.MissingKey(report, "striks", List.of("strikes")));
        assertThatThrownBy(() -> new Sched(List.of(load, report)))
                .hasMessageContaining(
                        "task \"report\" requires \"striks\", which no task provides (did you mean \"strikes\"?)");
    }

    @Test
    @DisplayName("2.2 the nearest known keys include those that differ by what comes before a dot")
    void suggestsIdsOfBeanMethods() {
        Task load = Task.named("nightlyImport.load").runs(NOTHING);
        Task lead = Task.named("lead").runs(NOTHING);
        Task report = Task.named("report").requires("load").runs(NOTHING);
        Task other = Task.named("other").requires("beans.lead").runs(NOTHING);

        assertThat(problemsOf(load, lead, report, other))
                .containsExactly(
                        new Problem.MissingKey(report, "load", List.of("nightlyImport.load", "lead")),
                        new Problem.MissingKey(other, "beans.lead", List.of("lead")));
    }

    @Test
    @DisplayName("2.2 a cycle is refused, with its path")
    void refusesCycles() {
        Task index = Task.named("index").requires("db").provides("idx").runs(NOTHING);
        Task load = Task.named("load").requires("idx").provides("db").runs(NOTHING);

        assertThatThrownBy(() -> new Sched(List.of(index, load)))
                .isInstanceOf(DepcheckException.class)
                .hasMessageContaining("index —requires \"db\"→ load —requires \"idx\"→ index");
    }

    @Test
    @DisplayName("2.2 a task that requires itself is a cycle")
    void refusesATaskThatRequiresItself() {
        Task loop = Task.named("loop").requires("loop").runs(NOTHING);

        assertThat(problemsOf(loop)).containsExactly(new Problem.Cycle(List.of(loop), List.of("loop")));
    }

    @Test
    @DisplayName("2.2 every cycle is listed, and no task that only waits for one")
    void listsEveryCycle() {
        Task a = Task.named("a").requires("b").runs(NOTHING);
        Task b = Task.named("b").requires("a").runs(NOTHING);
        Task c = Task.named("c").requires("c").runs(NOTHING);
        Task waits = Task.named("waits").requires("a").runs(NOTHING);

        assertThat(problemsOf(waits, a, b, c))
                .hasSize(2)
                .flatExtracting(Problem::tasks)
                .containsExactlyInAnyOrder(a, b, c);
    }

    @Test
    @DisplayName("2.2 a cycle through one of several providers is none, if another provider is free")
    void aCycleWithAWayOutIsNone() {
        Task inside = Task.named("inside").requires("after").provides("key").runs(NOTHING);
        Task free = Task.named("free").provides("key").runs(NOTHING);
        Task after = Task.named("after").requires("key").runs(NOTHING);

        assertThat(Tasks.ids(new Sched(List.of(inside, free, after)).runAll(new CallerThreadPool())))
                .containsExactly("free", "after", "inside");
    }

    @Test
    @DisplayName("2.2 a duplicate id is refused")
    void refusesDuplicateIds() {
        Task one = Task.named("load").runs(NOTHING);
        Task two = Task.named("load").runs(NOTHING);

        assertThat(problemsOf(one, two)).containsExactly(new Problem.DuplicateId("load", List.of(one, two)));
        Sched sched = new Sched(List.of(one));
        assertThatThrownBy(() -> sched.addTasks(two)).hasMessageContaining("2 tasks have the id \"load\"");
    }

    @Test
    @DisplayName("2.2 a key in both uses and claims of one task is refused")
    void refusesUsesThatAreClaims() {
        Task task = Task.named("load").uses("db", "disk").claims("db").runs(NOTHING);

        assertThatThrownBy(() -> new Sched(List.of(task)))
                .isInstanceOfSatisfying(
                        MutexException.class,
                        e -> assertThat(e.problems()).containsExactly(new Problem.UsesAndClaims(task, "db")))
                .hasMessageContaining("task \"load\" has \"db\" in both uses and claims");
    }

    @Test
    @DisplayName("2.2 problems of every kind are listed at once")
    void listsAllProblemsAtOnce() {
        Task load = Task.named("load").runs(NOTHING);
        Task again = Task.named("load").runs(NOTHING);
        Task mixed = Task.named("mixed").uses("db").claims("db").runs(NOTHING);
        Task lacks = Task.named("lacks").requires("void", "nought").runs(NOTHING);
        Task thief = Task.named("thief").provides("mixed").runs(NOTHING);

        assertThat(problemsOf(load, again, mixed, lacks, thief))
                .containsExactlyInAnyOrder(
                        new Problem.DuplicateId("load", List.of(load, again)),
                        new Problem.UsesAndClaims(mixed, "db"),
                        new Problem.MissingKey(lacks, "void", List.of("load")),
                        new Problem.MissingKey(lacks, "nought", List.of()),
                        new Problem.ProvidesId(thief, mixed));
    }

    @Test
    @DisplayName("2.3 keys that are provided and not required are warned of once; ids are not meant")
    void warnsOfUnrequiredKeysOnce() {
        try (Logs logs = Logs.ofScheds()) {
            Sched sched = new Sched().name("nightly");
            sched.addTasks(Task.named("a").provides("used", "unused").runs(NOTHING));
            assertThat(logs.warnings())
                    .singleElement()
                    .asString()
                    .endsWith("sched \"nightly\": 2 keys are provided, but required by no task: \"unused\", \"used\"");

            sched.addTasks(Task.named("b").requires("used").runs(NOTHING));
            sched.addTasks(Task.named("c").provides("unused").runs(NOTHING));
            sched.runAll(new CallerThreadPool());
            assertThat(logs.warnings()).hasSize(1);

            sched.addTasks(Task.named("d").provides("last").runs(NOTHING));
            assertThat(logs.warnings())
                    .last()
                    .asString()
                    .endsWith("1 key is provided, but required by no task: \"last\"");
        }
    }

    @Test
    @DisplayName("2.3 no warning where every key is required")
    void doesNotWarnWithoutReason() {
        try (Logs logs = Logs.ofScheds()) {
            new Sched(List.of(
                    Task.named("a").provides("key").runs(NOTHING),
                    Task.named("b").requires("key").runs(NOTHING)));

            assertThat(logs.warnings()).isEmpty();
        }
    }

    @Test
    @DisplayName("2.5 claims that no other task of the sched shares are one line at debug level")
    void tellsOfClaimsThatNobodyShares() {
        try (Logs logs = Logs.ofScheds()) {
            new Sched(List.of(
                    Task.named("a").claims("db", "files").uses("net").runs(NOTHING),
                    Task.named("b").claims("bd").uses("files").runs(NOTHING),
                    Task.named("c").claims("files").runs(NOTHING)));

            assertThat(logs.all())
                    .singleElement()
                    .asString()
                    .startsWith("DEBUG sched \"sched\": claimed by one task and shared by no other of this sched:"
                            + " [db, bd];");
        }
    }

    @Test
    @DisplayName("2.4 validation of a long chain and of many edges is linear and does not recurse")
    void validatesLargeGraphs() {
        int size = 200_000;
        List<Task> tasks = new ArrayList<>();
        for (int i = size - 1; i >= 0; i--) {
            Task.Builder builder = Task.named("t" + i);
            for (int back = 1; back <= Math.min(i, 5); back++) {
                builder = builder.requires("t" + (i - back));
            }
            tasks.add(builder.runs(NOTHING));
        }

        assertThat(new Sched(tasks).tasks()).hasSize(size);
    }

    @Test
    @DisplayName("2.4 a cycle through very many tasks is found without recursion")
    void findsLongCycles() {
        int size = 100_000;
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tasks.add(Task.named("t" + i).requires("t" + (i + 1) % size).runs(NOTHING));
        }

        DepcheckException e = catchThrowableOfType(DepcheckException.class, () -> new Sched(tasks));

        assertThat(e.problems())
                .singleElement()
                .satisfies(cycle -> assertThat(cycle.tasks()).hasSize(size));
    }

    @Test
    @DisplayName("2.2 cycles are listed beside all other problems")
    void listsCyclesBesideOtherProblems() {
        Task loop = Task.named("loop").requires("loop").runs(() -> {});
        Task mixed = Task.named("mixed").uses("db").claims("db").runs(() -> {});
        Task lacks = Task.named("lacks").requires("nothing at all").runs(() -> {});

        assertThat(catchThrowableOfType(GraphException.class, () -> new Sched(List.of(loop, mixed, lacks)))
                        .problems())
                .contains(new Problem.Cycle(List.of(loop), List.of("loop")));
    }
}
