package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.failing;
import static io.pexen.contract.Tasks.sleeper;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.RunSummary.Outcome;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.run.TasksFailedException;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("7.4 Outcomes of runs")
class RunOutcomesTest {

    private static Results run(Task... tasks) {
        return new Sched(List.of(tasks)).runAll(new CallerThreadPool());
    }

    /** Cancels the run when a task has finished. */
    private record Canceller(String after) implements RunListener {
        @Override
        public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
            if (res.task().id().equals(after)) {
                run.cancel();
            }
        }
    }

    /** What came of a run that was cancelled while its only task slept, and was interrupted by that. */
    private static RunSummary cancelled(Task... others) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        List<Task> tasks = new ArrayList<>(List.of(others));
        tasks.add(sleeper("sleeper", started, new AtomicBoolean()));
        Sched sched = new Sched(tasks);
        FutureTask<Results> run = new FutureTask<>(sched::runAll);
        new Thread(run).start();
        started.await();
        sched.activeRuns().forEach(RunHandle::cancel);
        return run.get().summary();
    }

    @Test
    @DisplayName("7.4 a run whose tasks all ran well has succeeded, one with a failure of any kind has failed")
    void succeedsOrFails() {
        assertThat(run(Task.named("a").runs(NOTHING)).summary().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(run().summary().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(run(Task.named("a").runs(failing("so"))).summary().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run(Task.named("a").failWrap(true, true).runs(failing("so")))
                        .summary()
                        .outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    @DisplayName("7.4 a run that is cancelled is cancelled, also if its only task ran, and failed by the interrupt")
    void isCancelledThoughNoTaskIsLeftOut() throws Exception {
        RunSummary summary = cancelled();

        assertThat(summary.failures()).hasSize(1);
        assertThat(summary.cancelled()).isEmpty();
        assertThat(summary.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(summary.succeeded()).isFalse();
        assertThat(summary).asString().startsWith("cancelled: 1 ran, 1 failed (\"sleeper\"), ");
    }

    @Test
    @DisplayName("7.4 a cancelled run warns of nothing: its skipped tasks are what was asked for")
    void aCancelledRunWarnsOfNothing() throws Exception {
        try (Logs logs = Logs.ofRuns()) {
            RunSummary summary =
                    cancelled(Task.named("child").requires("sleeper").runs(NOTHING));
            assertThat(summary.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @Test
    @DisplayName("7.4 closing a run early, and interrupting its driver, cancels it")
    void isCancelledByCloseAndInterrupt() {
        Sched sched = new Sched(List.of(
                Task.named("a").runs(NOTHING), Task.named("b").requires("a").runs(NOTHING)));
        Run closed = sched.run();
        try (closed) {
            closed.iterator().next();
        }
        assertThat(closed.summary().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(closed.isCancelled()).isTrue();

        for (boolean collect : new boolean[] {false, true}) {
            Thread.currentThread().interrupt();
            RunInterruptedException interrupted = catchThrowableOfType(
                    RunInterruptedException.class,
                    () -> assertThat(collect ? sched.runAll() : all(sched.run()))
                            .isNull());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted.summary().outcome()).isEqualTo(Outcome.CANCELLED);
        }
    }

    @Test
    @DisplayName("7.4 a run that is cancelled when all has run is what it would have been")
    void cancellingTooLateChangesNothing() {
        Sched sched = new Sched(List.of(Task.named("a").runs(NOTHING))).addListener(new Canceller("a"));
        assertThat(sched.runAll().summary().outcome()).isEqualTo(Outcome.SUCCEEDED);

        Run ended = new Sched(List.of(Task.named("a").runs(failing("so")))).run();
        assertThat(all(ended)).hasSize(1);
        ended.cancel();
        ended.close();
        assertThat(ended.summary().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(ended.isCancelled()).isFalse();
    }

    @Test
    @DisplayName("7.4 cancelling hides no failure that came before")
    void cancellingHidesNoFailure() {
        RecordingListener seen = new RecordingListener();
        new Sched(List.of(
                        Task.named("fails").runs(failing("so")),
                        Task.named("later").priority(1).runs(NOTHING)))
                .addListener(new Canceller("fails"))
                .addListener(seen)
                .runAll(new CallerThreadPool());

        RunSummary summary = seen.summaries().get(0);
        assertThat(summary.cancelled()).extracting(Task::id).containsExactly("later");
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    @DisplayName("7.4 a run that cannot continue, since its pool was closed, has failed")
    void aBrokenRunHasFailed() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        RecordingListener seen = new RecordingListener();
        Sched sched = new Sched(List.of(
                        sleeper("sleeper", started, new AtomicBoolean()),
                        Task.named("later").runs(NOTHING)))
                .addListener(seen);
        ThreadWorkerPool pool = new ThreadWorkerPool(1, 0);
        FutureTask<Results> run = new FutureTask<>(() -> sched.runAll(pool));
        new Thread(run).start();
        started.await();
        pool.close();
        assertThat(catchThrowableOfType(ExecutionException.class, run::get))
                .hasCauseInstanceOf(PoolClosedException.class);
        assertThat(seen.summaries()).extracting(RunSummary::outcome).containsExactly(Outcome.FAILED);
    }

    @Test
    @DisplayName("7.4 a summary made as before there were outcomes gets the one that follows from its tasks")
    void madeWithoutAnOutcome() {
        Task task = Task.named("a").runs(NOTHING);
        Duration time = Duration.ZERO;
        assertThat(new RunSummary(1, List.of(), List.of(), List.of(), Set.of(), time, time).outcome())
                .isEqualTo(Outcome.SUCCEEDED);
        assertThat(new RunSummary(1, List.of(), List.of(), List.of(task), Set.of(), time, time).outcome())
                .isEqualTo(Outcome.CANCELLED);
    }

    @Test
    @DisplayName("7.5 orThrow returns what it was asked of, if all went well")
    void returnsItself() {
        Results results = run(Task.named("a").runs(NOTHING));
        assertThat(results.orThrow()).isSameAs(results);
        assertThat(results.summary().orThrow()).isSameAs(results.summary());
    }

    @Test
    @DisplayName(
            "7.5 orThrow throws the first failure as its cause, with the others suppressed, and says what else was")
    void throwsTheFirstFailure() {
        IOException first = new IOException("disk full");
        TaskFailException second = new TaskFailException("so");
        Results results = run(
                Task.named("load").runs(() -> {
                    throw first;
                }),
                Task.named("tidy").priority(1).runs(() -> {
                    throw second;
                }),
                Task.named("again").priority(2).runs(() -> {
                    throw first;
                }),
                Task.named("report").requires("load").runs(NOTHING),
                Task.named("mail").requires("load").runs(NOTHING));

        TasksFailedException thrown = catchThrowableOfType(TasksFailedException.class, results::orThrow);
        assertThat(thrown)
                .hasCause(first)
                .hasMessage("not all tasks succeeded: 3 failed (\"load\", \"tidy\", \"again\"), 2 skipped"
                        + " (report: \"load\" failed and did not provide \"load\" ...)");
        assertThat(thrown.getSuppressed()).containsExactly(second);
        assertThat(thrown.summary()).isSameAs(results.summary());
        assertThatThrownBy(() -> results.summary().orThrow()).isInstanceOf(TasksFailedException.class);
    }

    @Test
    @DisplayName("7.5 orThrow names ten failed tasks, and counts the others")
    void namesAFew() {
        Task[] tasks = IntStream.range(0, 13)
                .mapToObj(i -> Task.named("t" + i).runs(failing("so")))
                .toArray(Task[]::new);
        assertThatThrownBy(() -> run(tasks).orThrow())
                .hasMessageContaining("13 failed (\"t0\", ")
                .hasMessageEndingWith("\"t9\" and 3 more)");
    }

    @Test
    @DisplayName("7.5 orThrow throws a CancellationException for a cancelled run: it does not pass silently")
    void throwsIfCancelled() throws Exception {
        RunSummary summary = cancelled();
        assertThatThrownBy(summary::orThrow)
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("the run was cancelled: 1 ran, 1 failed")
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class));
    }

    @Test
    @DisplayName("7.5 orThrow throws without a cause where tasks were skipped, and none of the run failed")
    void throwsIfSkippedOnly() {
        Task task = Task.named("a").runs(NOTHING);
        Skipped skipped = new Skipped(task, Skipped.Reason.LOCK, null, List.of("db"));
        RunSummary summary =
                new RunSummary(0, List.of(), List.of(skipped), List.of(), Set.of(), Duration.ZERO, Duration.ZERO);
        assertThatThrownBy(summary::orThrow)
                .isInstanceOf(TasksFailedException.class)
                .hasNoCause()
                .hasMessageContaining("1 skipped (a: a task of another run failed and kept the lock \"db\")");
    }
}
