package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.run.TaskTimes;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("4 Shared state and kwargs")
class SharedStateTest {

    private RecordingListener results = new RecordingListener();

    @BeforeEach
    void forget() {
        results = new RecordingListener();
    }

    private void run(Task... tasks) {
        new Sched(List.of(tasks))
                .addShared("build", 666)
                .addListener(results)
                .runAll(new CallerThreadPool())
                .summary();
    }

    private SharedState shared(String id) {
        return results.result(id).shared();
    }

    @Test
    @DisplayName("4.1 each task has its own copy of the preset values")
    void tasksHaveTheirOwnCopy() {
        run(
                Task.named("a").runs(shared -> {
                    shared.put("build", 1);
                    shared.put("mine", "a");
                }),
                Task.named("b").runs(NOTHING),
                Task.named("c").runs(shared -> shared.remove("build")));

        assertThat(shared("a")).containsOnly(Map.entry("build", 1), Map.entry("mine", "a"));
        assertThat(shared("b")).containsOnly(Map.entry("build", 666));
        assertThat(shared("c")).isEmpty();
    }

    @Test
    @DisplayName("4.1 what a task changes does not reach the preset values of the next run")
    void runsDoNotShareState() {
        Sched sched = new Sched(List.of(Task.named("a").calls(shared -> shared.put("build", 1))));
        sched.addShared("build", 666);

        assertThat(sched.runAll(new CallerThreadPool()).get(0).ret()).isEqualTo(666);
        assertThat(sched.runAll(new CallerThreadPool()).get(0).ret()).isEqualTo(666);
    }

    @Test
    @DisplayName("4.1 presets may be null, and later ones replace earlier ones")
    void presetsMayBeNull() {
        Sched sched = new Sched(List.of(Task.named("a").calls(shared -> shared.containsKey("none"))))
                .addShared("build", 1)
                .addShared("build", 2)
                .addShared("none", null);
        TaskRes res = sched.runAll(new CallerThreadPool()).get(0);

        assertThat(res.ret()).isEqualTo(true);
        assertThat(res.shared()).containsEntry("build", 2).containsEntry("none", null);
    }

    @Test
    @DisplayName("4.2 a task's map is merged into those of the tasks that require something it provides")
    void mergesIntoDependants() {
        run(
                Task.named("load").provides("strikes").runs(shared -> shared.put("count", 7)),
                Task.named("by key").requires("strikes").runs(NOTHING),
                Task.named("by id").requires("load").runs(NOTHING),
                Task.named("stranger").priority(9).runs(NOTHING));

        assertThat(shared("by key")).containsEntry("count", 7);
        assertThat(shared("by id")).containsEntry("count", 7);
        assertThat(shared("stranger")).doesNotContainKey("count");
    }

    @Test
    @DisplayName("4.2 only direct dependants get it: what they take out does not reach those behind them")
    void mergesIntoDirectDependantsOnly() {
        run(
                Task.named("a").runs(shared -> shared.put("a", 1)),
                Task.named("b").requires("a").runs(shared -> {
                    assertThat(shared.remove("a")).isEqualTo(1);
                    shared.put("b", 2);
                }),
                Task.named("c").requires("b").runs(NOTHING));

        assertThat(results.result("b").succeeded()).isTrue();
        assertThat(shared("c")).containsEntry("b", 2).doesNotContainKey("a");
    }

    @Test
    @DisplayName("4.2 maps of several parents are merged in the order in which their results are processed")
    void mergesInTheOrderOfResults() {
        Task.Builder one = Task.named("one");
        Task.Builder two = Task.named("two");
        Task child = Task.named("child").requires("one", "two").runs(NOTHING);
        run(
                one.runs(shared -> shared.putAll(Map.of("last", "one", "one", 1))),
                two.runs(shared -> shared.putAll(Map.of("last", "two", "two", 2))),
                child);
        assertThat(shared("child"))
                .containsEntry("last", "two")
                .containsEntry("one", 1)
                .containsEntry("two", 2);

        run(
                one.priority(1).runs(shared -> shared.put("last", "one")),
                two.runs(shared -> shared.put("last", "two")),
                child);
        assertThat(shared("child")).containsEntry("last", "one");
    }

    @Test
    @DisplayName("4.2 an unchanged preset value of a later parent goes over what an earlier one put: it is a putAll")
    void mergesAsPutAllDoes() {
        run(
                Task.named("changes").runs(shared -> shared.put("build", 1)),
                Task.named("adds").runs(shared -> shared.put("more", 2)),
                Task.named("child").requires("changes", "adds").runs(NOTHING));

        assertThat(shared("child")).containsOnly(Map.entry("build", 666), Map.entry("more", 2));
    }

    @Test
    @DisplayName("4.2 a later parent that wrote nothing puts the preset values over what an earlier one put, too")
    void mergesParentsThatWroteNothing() {
        run(
                Task.named("changes").runs(shared -> shared.put("build", 1)),
                Task.named("idle").runs(NOTHING),
                Task.named("child").requires("changes", "idle").runs(NOTHING));

        assertThat(shared("child")).containsOnly(Map.entry("build", 666));
    }

    @Test
    @DisplayName("4.2 a task that failed with depsOk hands on its map, one that failed otherwise does not")
    void mergesAfterFailuresWithDepsOk() {
        run(
                Task.named("controlled").provides("k").runs(shared -> {
                    shared.put("controlled", 1);
                    throw new TaskFailException("so", true, false);
                }),
                Task.named("uncontrolled").provides("k").runs(shared -> {
                    shared.put("uncontrolled", 2);
                    throw new IllegalStateException("so");
                }),
                Task.named("child").requires("k").priority(9).runs(NOTHING));

        assertThat(shared("child")).containsEntry("controlled", 1).doesNotContainKey("uncontrolled");
    }

    @Test
    @DisplayName("4.3 a result has the task's map as the task left it, also when it failed")
    void resultsHaveTheMap() {
        run(
                Task.named("fails").runs(shared -> {
                    shared.put("left", 1);
                    throw new IllegalStateException("so");
                }),
                Task.named("parent").runs(shared -> shared.put("p", 1)),
                Task.named("child").requires("parent").runs(shared -> shared.put("p", 2)));

        assertThat(shared("fails")).containsOnly(Map.entry("build", 666), Map.entry("left", 1));
        assertThat(shared("parent")).containsEntry("p", 1);
        assertThat(shared("child")).containsEntry("p", 2);
    }

    @Test
    @DisplayName("4.4 kwargs are fixed by the definition")
    void kwargsAreFixed() {
        Task.Builder builder = Task.named("a").kwarg("version", "First");
        Task first = builder.callsWith(kwargs -> kwargs.get("version"));
        builder.kwarg("version", "Last").kwarg("more", 1);

        assertThat(first.kwargs().asMap()).containsOnly(Map.entry("version", "First"));
        assertThatThrownBy(() -> first.kwargs().asMap().put("version", "x"))
                .isInstanceOf(UnsupportedOperationException.class);
        run(first);
        assertThat(results.result("a").ret()).isEqualTo("First");
    }

    @Test
    @DisplayName("4.4 kwargs are no part of a result, nor of the shared state")
    void kwargsAreNoPartOfAResult() {
        run(Task.named("a").kwarg("version", "Last").calls((shared, kwargs) -> shared.size()));

        assertThat(shared("a")).doesNotContainKey("version");
        assertThat(Arrays.stream(TaskRes.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly("task", "shared", "ret", "excinfo");
    }

    @Test
    @DisplayName("4.2 a large map is shared by the dependants that do not write it, and copied by those that do")
    void sharesALargeMap() {
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("load").runs(shared -> {
            for (int i = 0; i < 1_000; i++) {
                shared.put("row" + i, i);
            }
        }));
        for (int i = 0; i < 10_000; i++) {
            tasks.add(Task.named("reads" + i).requires("load").calls(shared -> shared.get("row999")));
        }
        tasks.add(Task.named("writes").requires("load").runs(shared -> shared.put("row999", "mine")));
        Sched sched = new Sched(tasks);
        List<TaskRes> all = new ArrayList<>();

        assertThat(Allocated.megabytes(() -> all.addAll(sched.runAll(new CallerThreadPool()))))
                .isLessThan(60); // it was 468
        assertThat(all.get(10_000).ret()).isEqualTo(999);
        assertThat(all.get(10_000).shared()).hasSize(1_000);
        assertThat(all.get(10_001).shared()).hasSize(1_000).containsEntry("row999", "mine");
        assertThat(all.get(0).shared()).containsEntry("row999", 999);
    }

    @Test
    @DisplayName("4.2 a large map stays shared when another parent hands on nothing that differs")
    void sharesALargeMapWithParentsThatAddNothing() {
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("load").runs(shared -> {
            shared.put("nothing", null);
            for (int i = 0; i < 1_000; i++) {
                shared.put("row" + i, i);
            }
        }));
        tasks.add(Task.named("check").runs(NOTHING));
        tasks.add(Task.named("more").requires("load").runs(shared -> shared.put("more", 1)));
        tasks.add(Task.named("adds").runs(shared -> shared.put("added", null)));
        for (int i = 0; i < 10_000; i++) {
            tasks.add(Task.named("reads" + i).requires("more", "load", "check").runs(NOTHING));
        }
        tasks.add(Task.named("sees").requires("load", "adds").runs(NOTHING));
        Sched sched = new Sched(tasks).addShared("build", 666);
        List<TaskRes> all = new ArrayList<>();

        assertThat(Allocated.megabytes(() -> all.addAll(sched.runAll(new CallerThreadPool()))))
                .isLessThan(60); // it was 480
        assertThat(all).allSatisfy(res -> assertThat(res.shared()).containsEntry("build", 666));
        assertThat(all.stream().filter(res -> res.task().id().startsWith("reads")))
                .hasSize(10_000)
                .allSatisfy(res -> assertThat(res.shared()).hasSize(1_003).containsEntry("more", 1));
        assertThat(all.stream().filter(res -> res.task().id().equals("sees")).map(TaskRes::shared))
                .singleElement()
                .satisfies(shared -> assertThat(shared).hasSize(1_003).containsEntry("added", null));
    }

    @Test
    @DisplayName("4.2 what a consumer writes into the state of a result reaches tasks dispatched later, not siblings")
    void consumersWriteIntoOneStateOnly() {
        Sched sched = new Sched(List.of(
                Task.named("parent").runs(shared -> shared.put("key", "parent")),
                Task.named("one").requires("parent").runs(NOTHING),
                Task.named("other").requires("parent").calls(shared -> shared.get("key"))));
        try (Run run = sched.run(new CallerThreadPool())) {
            for (TaskRes res : run) {
                res.shared().put("key", "consumer of " + res.task().id());
                results.taskFinished(run, res, TaskTimes.NONE);
            }
        }
        assertThat(results.result("other").ret()).isEqualTo("consumer of parent");
        assertThat(shared("parent")).containsEntry("key", "consumer of parent");
        assertThat(shared("one")).containsEntry("key", "consumer of one");
    }
}
