package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.failing;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.run.Skipped;
import io.pexen.run.Skipped.Reason;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("5 Dependencies")
class DependenciesTest {

    private static Results run(Task... tasks) {
        return new Sched(List.of(tasks)).runAll(new CallerThreadPool());
    }

    @Test
    @DisplayName("5.1 a task is ready when every key it requires has been provided")
    void waitsForAllKeys() {
        Results results = run(
                Task.named("last").requires("a", "key", "c").priority(-9).runs(NOTHING),
                Task.named("c").priority(3).runs(NOTHING),
                Task.named("b").priority(2).provides("key").runs(NOTHING),
                Task.named("a").priority(1).runs(NOTHING));

        assertThat(ids(results)).containsExactly("a", "b", "c", "last");
    }

    @Test
    @DisplayName("5.1 a key is provided by a task that failed with depsOk, and by no other failed task")
    void failuresWithDepsOkProvide() {
        Results results = run(
                Task.named("good").provides("k1").runs(() -> {
                    throw new TaskFailException("so", true, false);
                }),
                Task.named("bad").provides("k2").runs(() -> {
                    throw new TaskFailException("so", false, true);
                }),
                Task.named("runs").requires("k1").runs(NOTHING),
                Task.named("skipped").requires("k2").runs(NOTHING));

        assertThat(ids(results)).containsExactly("good", "bad", "runs");
    }

    @Test
    @DisplayName("5.1 of several providers of a key the first is enough")
    void theFirstProviderIsEnough() {
        Results results = run(
                Task.named("first").provides("key").runs(NOTHING),
                Task.named("second").provides("key").priority(9).runs(NOTHING),
                Task.named("child").requires("key").runs(NOTHING));

        assertThat(ids(results)).containsExactly("first", "child", "second");
    }

    @Test
    @DisplayName("5.1 of several providers, those that fail do not matter if one succeeds")
    void oneProviderOfManyIsEnough() {
        Results results = run(
                Task.named("p1").provides("key").runs(failing("so")),
                Task.named("p2").provides("key").runs(failing("so")),
                Task.named("p3").provides("key").runs(NOTHING),
                Task.named("child").requires("key").runs(NOTHING));

        assertThat(ids(results)).containsExactly("p1", "p2", "p3", "child");
        assertThat(results.summary().skipped()).isEmpty();
    }

    @Test
    @DisplayName("5.1 a provider that is skipped counts like one that failed")
    void skippedProvidersDoNotProvide() {
        Results results = run(
                Task.named("root").runs(failing("so")),
                Task.named("p1").requires("root").provides("key").runs(NOTHING),
                Task.named("p2").provides("key").priority(5).runs(NOTHING),
                Task.named("child").requires("key").runs(NOTHING));

        assertThat(ids(results)).containsExactly("root", "p2", "child");
    }

    @Test
    @DisplayName("5.1 all providers merge their shared state into dependants that are not yet dispatched")
    void laterProvidersStillMerge() {
        Results late = run(
                Task.named("p1").provides("key").runs(shared -> shared.put("p1", 1)),
                Task.named("p2").provides("key").runs(shared -> shared.put("p2", 2)),
                Task.named("child").requires("key").priority(9).runs(NOTHING));
        assertThat(late.get(2).task().id()).isEqualTo("child");
        assertThat(late.get(2).shared()).containsEntry("p1", 1).containsEntry("p2", 2);

        Results early = run(
                Task.named("p1").provides("key").runs(shared -> shared.put("p1", 1)),
                Task.named("p2").provides("key").runs(shared -> shared.put("p2", 2)),
                Task.named("child").requires("key").priority(-1).runs(NOTHING));
        assertThat(early.get(1).task().id()).isEqualTo("child");
        assertThat(early.get(1).shared()).containsEntry("p1", 1).doesNotContainKey("p2");
    }

    @Test
    @DisplayName("5.2 a task whose key can no longer be provided is skipped with its dependants, each with its cause")
    void skipsDependantsWithTheirCause() {
        Task load = Task.named("load").provides("strikes").runs(failing("so"));
        Task index = Task.named("index").requires("strikes").provides("idx").runs(NOTHING);
        Task report = Task.named("report").requires("idx", "free").runs(NOTHING);
        Task mail = Task.named("mail").requires("report").runs(NOTHING);
        Task free = Task.named("free").runs(NOTHING);

        Results results = run(load, index, report, mail, free);

        assertThat(ids(results)).containsExactly("load", "free");
        assertThat(results.summary().skipped())
                .containsExactly(
                        new Skipped(index, Reason.DEPENDENCY, load, List.of("strikes")),
                        new Skipped(report, Reason.DEPENDENCY, load, List.of("strikes", "idx")),
                        new Skipped(mail, Reason.DEPENDENCY, load, List.of("strikes", "idx", "report")));
        assertThat(results.summary().skipped().get(1))
                .hasToString("report: \"load\" failed and did not provide \"strikes\", so \"idx\" was not provided");
        assertThat(results.summary().cancelled()).isEmpty();
        assertThat(results.summary().succeeded()).isFalse();
    }

    @Test
    @DisplayName(
            "5.2 with several providers, a dependant is skipped when the last of them has failed, which is the cause")
    void theLastProviderToFailIsTheCause() {
        Task p1 = Task.named("p1").provides("key").runs(failing("so"));
        Task p2 = Task.named("p2").provides("key").runs(failing("so"));
        Task child = Task.named("child").requires("key").runs(NOTHING);

        assertThat(run(p1, p2, child).summary().skipped())
                .containsExactly(new Skipped(child, Reason.DEPENDENCY, p2, List.of("key")));
    }

    @Test
    @DisplayName("5.2 a task that lacks keys of several failed tasks is listed once")
    void isSkippedOnce() {
        Task p1 = Task.named("p1").runs(failing("so"));
        Task p2 = Task.named("p2").runs(failing("so"));
        Task child = Task.named("child").requires("p1", "p2").runs(NOTHING);

        assertThat(run(p1, p2, child).summary().skipped())
                .containsExactly(new Skipped(child, Reason.DEPENDENCY, p1, List.of("p1")));
    }

    @Test
    @DisplayName("5.2 what is left of providers in a circle is skipped when the way in has failed")
    void skipsCirclesWhoseWayInHasFailed() {
        Task way = Task.named("way").provides("key").runs(failing("so"));
        Task after = Task.named("after").requires("key").runs(NOTHING);
        Task inside = Task.named("inside").requires("after").provides("key").runs(NOTHING);

        Results results = run(way, after, inside);

        assertThat(ids(results)).containsExactly("way");
        assertThat(results.summary().skipped()).extracting(Skipped::task).containsExactlyInAnyOrder(after, inside);
        assertThat(results.summary().skipped()).extracting(Skipped::cause).containsOnly(way);
    }

    @Test
    @DisplayName("5.2 one warning tells how many tasks were skipped")
    void warnsOnceOfSkippedTasks() {
        Sched sched = new Sched(List.of(
                        Task.named("load").runs(failing("so")),
                        Task.named("index").requires("load").runs(NOTHING),
                        Task.named("report").requires("index").runs(NOTHING)))
                .name("nightly");
        try (Logs logs = Logs.ofRuns()) {
            sched.runAll(new CallerThreadPool()).summary();
            assertThat(logs.warnings())
                    .containsExactly("sched \"nightly\": 2 of 3 tasks skipped, because 1 failed: \"load\"");
        }
        try (Logs logs = Logs.ofRuns();
                Run run = sched.run(new CallerThreadPool())) {
            assertThat(Tasks.all(run)).hasSize(1);
            assertThat(logs.warnings()).hasSize(1);
        }
    }

    @Test
    @DisplayName("5.2 listeners are told of each skipped task, after the result that made it so")
    void listenersAreToldOfSkippedTasks() {
        RecordingListener listener = new RecordingListener();
        Results results = new Sched(List.of(
                        Task.named("load").runs(failing("so")),
                        Task.named("index").requires("load").runs(NOTHING)))
                .addListener(listener)
                .runAll(new CallerThreadPool());

        assertThat(listener.skipped()).isEqualTo(results.summary().skipped()).hasSize(1);
    }

    @Test
    @DisplayName("5.2 very long chains are skipped without recursion")
    void skipsLongChains() {
        int size = 50_000;
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("t0").runs(failing("so")));
        for (int i = 1; i < size; i++) {
            tasks.add(Task.named("t" + i)
                    .requires(i % 2 == 0 || i < 3 ? "t0" : "t" + (i - 1))
                    .runs(NOTHING));
        }

        assertThat(new Sched(tasks).runAll(new CallerThreadPool()).summary().skipped())
                .hasSize(size - 1);
    }
}
