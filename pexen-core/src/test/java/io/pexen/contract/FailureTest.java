package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.failing;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.factory.MethodFactory;
import io.pexen.run.Results;
import io.pexen.run.Skipped;
import io.pexen.run.Skipped.Reason;
import io.pexen.task.FailWrap;
import io.pexen.task.FailWrapper;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@DisplayName("7 Failure")
class FailureTest {

    /** A controlled failure with data. */
    static final class ImportFailed extends TaskFailException {
        private static final long serialVersionUID = 1L;
        private final int line;

        ImportFailed(int line, Throwable cause) {
            super("line " + line, cause, true, true);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /** What a method may say that its failures become. */
    static final class LoadFailed extends TaskFailException {
        private static final long serialVersionUID = 1L;

        LoadFailed(String message, Throwable cause, boolean depsOk, boolean locksOk) {
            super(message, cause, depsOk, locksOk);
        }
    }

    /** Methods that fail. */
    static final class Methods {

        @PexenTask(provides = "strikes", claims = "db", failWrap = @FailWrap(depsOk = false, as = LoadFailed.class))
        void load() throws IOException {
            throw new IOException("disk full");
        }

        @PexenTask(failWrap = @FailWrap)
        void plain() {
            throw new IllegalStateException("so");
        }

        @PexenTask
        void bare() {
            throw new IllegalStateException("so");
        }
    }

    private static Results run(Task... tasks) {
        return new Sched(List.of(tasks)).name("nightly").runAll(new CallerThreadPool());
    }

    @Test
    @DisplayName("7.1 the result of a body that throws tells what it threw, and has no return value")
    void excinfoTellsWhatWasThrown() {
        IOException thrown = new IOException("disk full");
        Results results = run(Task.named("a").calls(() -> {
            throw thrown;
        }));

        TaskRes res = results.get(0);
        assertThat(res.excinfo()).isSameAs(thrown);
        assertThat(res.ret()).isNull();
        assertThat(res.succeeded()).isFalse();
        assertThat(res.failedControlled()).isFalse();
        assertThat(results.summary().failures()).containsExactly(res);
        assertThat(results.summary().ran()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "7.1 the locks of a task that failed stay held until the end; those that wait are reported with that cause")
    void locksOfAFailedTaskStayHeld() {
        Task fails = Task.named("fails").claims("db", "disk").runs(failing("so"));
        Task waits = Task.named("waits").claims("db").priority(1).provides("k").runs(NOTHING);
        Task uses = Task.named("uses").uses("disk").priority(1).runs(NOTHING);
        Task child = Task.named("child").requires("k").runs(NOTHING);
        Task free = Task.named("free").claims("other").priority(9).runs(NOTHING);

        try (Logs logs = Logs.ofRuns()) {
            Results results = run(fails, waits, uses, child, free);

            assertThat(ids(results)).containsExactly("fails", "free");
            assertThat(results.summary().skipped())
                    .containsExactlyInAnyOrder(
                            new Skipped(waits, Reason.LOCK, fails, List.of("db")),
                            new Skipped(uses, Reason.LOCK, fails, List.of("disk")),
                            new Skipped(child, Reason.LOCK, fails, List.of("db", "k")));
            assertThat(results.summary().locksHeld()).containsExactlyInAnyOrder("db", "disk");
            assertThat(results.summary().skipped())
                    .extracting(Skipped::toString)
                    .contains("waits: \"fails\" failed and kept the lock \"db\"");
            assertThat(logs.warnings())
                    .containsExactlyInAnyOrder(
                            "sched \"nightly\": 3 of 5 tasks skipped, because 1 failed: \"fails\"",
                            "sched \"nightly\": 2 locks stayed held by failed tasks until the end of the run: \"db\","
                                    + " \"disk\"");
            assertThat(results.summary())
                    .asString()
                    .contains("1 failed (\"fails\"), 3 skipped, 0 cancelled, 2 locks held (\"db\", \"disk\"),");
        }
    }

    @Test
    @DisplayName("7.1 the warning and the summary name the first few locks, in words that fit their number")
    void namesTheFirstFewLocks() {
        try (Logs logs = Logs.ofRuns()) {
            assertThat(run(Task.named("fails").claims("db").runs(failing("so"))).summary())
                    .asString()
                    .contains("1 failed (\"fails\"), 0 skipped, 0 cancelled, 1 lock held (\"db\"),");
            run(Task.named("fails").claims("d", "b", "e", "a", "c").runs(failing("so")));

            assertThat(logs.warnings())
                    .containsExactly(
                            "sched \"nightly\": 1 lock stayed held by failed tasks until the end of the run: \"db\"",
                            "sched \"nightly\": 5 locks stayed held by failed tasks until the end of the run: \"a\","
                                    + " \"b\", \"c\" and 2 more");
        }
    }

    @Test
    @DisplayName("7.1 a lock that a failed task only used stays shared: others may use it, none may claim it")
    void aSharedLockStaysShared() {
        Task fails = Task.named("fails").uses("db").runs(failing("so"));
        Task uses = Task.named("uses").uses("db").priority(1).runs(NOTHING);
        Task claims = Task.named("claims").claims("db").priority(2).runs(NOTHING);

        Results results = run(fails, uses, claims);

        assertThat(ids(results)).containsExactly("fails", "uses");
        assertThat(results.summary().skipped()).containsExactly(new Skipped(claims, Reason.LOCK, fails, List.of("db")));
    }

    @Test
    @DisplayName("7.1 no warning where nothing was skipped and no lock stayed held")
    void doesNotWarnWithoutReason() {
        try (Logs logs = Logs.ofRuns()) {
            assertThat(run(
                            Task.named("fails").runs(failing("so")),
                            Task.named("b").claims("x").runs(NOTHING)))
                    .hasSize(2);
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @ParameterizedTest(name = "7.2 depsOk={0}, locksOk={1}")
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    @DisplayName("7.2 depsOk provides the keys, locksOk releases the locks")
    void flagsDecideWhatGoesOn(boolean depsOk, boolean locksOk) {
        Results results = run(
                Task.named("fails").provides("k").claims("db").runs(() -> {
                    throw new TaskFailException("so", depsOk, locksOk);
                }),
                Task.named("child").requires("k").priority(1).runs(NOTHING),
                Task.named("waiter").claims("db").priority(2).runs(NOTHING));

        assertThat(results.get(0).failedControlled()).isTrue();
        assertThat(ids(results).contains("child")).isEqualTo(depsOk);
        assertThat(ids(results).contains("waiter")).isEqualTo(locksOk);
        assertThat(results.summary().locksHeld().isEmpty()).isEqualTo(locksOk);
        assertThat(results.summary().failed()).isEqualTo(1);
    }

    @Test
    @DisplayName("7.2 both flags are true by default, and a subclass may carry data")
    void subclassesCarryData() {
        Results results = run(
                Task.named("plain").claims("db").runs(() -> {
                    throw new TaskFailException("so");
                }),
                Task.named("data").requires("plain").claims("db").runs(() -> {
                    throw new ImportFailed(17, new IOException("x"));
                }),
                Task.named("last").requires("data").claims("db").runs(NOTHING));

        assertThat(ids(results)).containsExactly("plain", "data", "last");
        assertThat(results.get(1).excinfo())
                .isInstanceOfSatisfying(
                        ImportFailed.class, e -> assertThat(e.line()).isEqualTo(17));
    }

    @Test
    @DisplayName("7.3 whatever a wrapped body throws becomes a controlled failure with the chosen flags")
    void wrappedBodiesFailControlled() {
        StackOverflowError error = new StackOverflowError();
        Results results = run(
                Task.named("fails")
                        .provides("k")
                        .claims("db")
                        .failWrap(true, false)
                        .runs(() -> {
                            throw error;
                        }),
                Task.named("child").requires("k").priority(1).runs(NOTHING),
                Task.named("waiter").claims("db").priority(2).runs(NOTHING));

        assertThat(ids(results)).containsExactly("fails", "child");
        assertThat(results.get(0).excinfo())
                .isInstanceOf(TaskFailException.class)
                .hasCause(error);
    }

    @Test
    @DisplayName("7.3 the type of the controlled failure may be chosen, and keeps the original as its cause")
    void theTypeMayBeChosen() {
        IOException original = new IOException("disk full");
        TaskRes res = run(Task.named("a")
                        .failWrap(cause -> new ImportFailed(3, cause))
                        .runs(() -> {
                            throw original;
                        }))
                .get(0);

        assertThat(res.excinfo()).isInstanceOf(ImportFailed.class).hasCause(original);
    }

    @Test
    @DisplayName("7.3 a failure that is controlled already passes unchanged, and so does success")
    void controlledFailuresPass() {
        TaskFailException controlled = new TaskFailException("so", false, false);
        Results results = run(
                Task.named("a").failWrap(true, true).runs(() -> {
                    throw controlled;
                }),
                Task.named("b").failWrap(true, true).calls(() -> 5),
                Task.named("c")
                        .kwarg("v", 6)
                        .body(
                                new io.pexen.task.TaskBody() {
                                    @Override
                                    public Object call(io.pexen.task.TaskContext context) {
                                        return context.kwargs().get("v");
                                    }
                                }.failWrap(FailWrapper.of(true, true))));

        assertThat(results.get(0).excinfo()).isSameAs(controlled);
        assertThat(results.get(1).ret()).isEqualTo(5);
        assertThat(results.get(2).ret()).isEqualTo(6);
    }

    @Test
    @DisplayName("7.3 on an annotated method, an attribute does that")
    void annotatedMethodsFailControlled() {
        List<Task> methods = MethodFactory.tasksOf(new Methods());
        Results results = new Sched(methods)
                .addTasks(
                        Task.named("child").requires("strikes").runs(NOTHING),
                        Task.named("waiter").claims("db").priority(1).runs(NOTHING))
                .runAll(new CallerThreadPool());

        assertThat(ids(results)).containsExactly("bare", "load", "plain", "waiter");
        assertThat(results.get(0).failedControlled()).isFalse();
        assertThat(results.get(1).excinfo())
                .isInstanceOf(LoadFailed.class)
                .hasMessageContaining("disk full")
                .hasCauseInstanceOf(IOException.class);
        assertThat(results.get(2).excinfo()).isExactlyInstanceOf(TaskFailException.class);
    }
}
