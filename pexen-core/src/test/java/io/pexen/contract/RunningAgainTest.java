package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3.7 Running again, and at the same time")
class RunningAgainTest {

    @Test
    @DisplayName("3.7 an empty sched yields nothing")
    void anEmptySchedYieldsNothing() {
        Sched sched = new Sched();

        assertThat(all(sched.run())).isEmpty();
        assertThat(sched.runAll()).isEmpty();
        assertThat(sched.runAll().summary().succeeded()).isTrue();
        assertThat(sched.activeRuns()).isEmpty();
    }

    @Test
    @DisplayName("3.12 a sched that refuses runs says why, whichever way it is run, until it refuses no more")
    void refusesRunsForTheTimeBeing() {
        Sched sched = new Sched(List.of(Task.named("a").runs(NOTHING))).refuseRuns("not yet");
        CallerThreadPool pool = new CallerThreadPool();
        List<ThrowingCallable> ways =
                List.of(sched::run, sched::runAll, () -> sched.run(pool), () -> sched.runAll(pool));

        assertThat(ways)
                .allSatisfy(way -> assertThatThrownBy(way)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("not yet"));
        assertThat(sched.activeRuns()).isEmpty();

        sched.refuseRuns(null);
        assertThat(sched.runAll()).hasSize(1);
    }

    @Test
    @DisplayName("3.7 a sched may be run again, with the same outcome")
    void mayRunAgain() {
        Sched sched = new Sched(List.of(
                        Task.named("a").provides("k").claims("db").runs(shared -> shared.put("a", shared.get("build"))),
                        Task.named("b").requires("k").runs(shared -> shared.put("b", shared.remove("a"))),
                        Task.named("c").requires("b").claims("db").runs(Tasks.failing("so")),
                        Task.named("d").requires("c").runs(NOTHING)))
                .addShared("build", 666);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 2)) {
            for (int i = 0; i < 20; i++) {
                Results results = sched.runAll(pool);
                assertThat(ids(results)).containsExactly("a", "b", "c");
                assertThat(results.get(1).shared()).containsEntry("b", 666).doesNotContainKey("a");
                assertThat(results.summary().skipped()).hasSize(1);
                assertThat(results.summary().locksHeld()).containsExactly("db");
            }
        }
    }

    @Test
    @DisplayName("3.7 a sched may be run by several threads at once, each run with its own state")
    void mayRunManyTimesAtOnce() throws Exception {
        int runs = 4;
        CyclicBarrier allRun = new CyclicBarrier(runs);
        Sched sched = new Sched(List.of(
                Task.named("meet").runs(shared -> {
                    shared.put("thread", Thread.currentThread());
                    allRun.await();
                }),
                Task.named("check").requires("meet").calls(shared -> shared.get("thread"))));
        List<FutureTask<List<TaskRes>>> futures = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            boolean collect = i % 2 == 0;
            FutureTask<List<TaskRes>> future = new FutureTask<>(() -> collect ? sched.runAll() : all(sched.run()));
            futures.add(future);
            new Thread(future).start();
        }
        Set<Object> seen = Collections.newSetFromMap(new ConcurrentHashMap<>());
        for (FutureTask<List<TaskRes>> future : futures) {
            List<TaskRes> results = future.get();
            assertThat(ids(results)).containsExactly("meet", "check");
            seen.add(results.get(1).ret());
        }
        assertThat(seen).hasSize(runs);
    }

    @Test
    @DisplayName("3.7 a run sees the sched as it was when the run started")
    void aRunKeepsTheSchedAsItWas() {
        Sched sched = new Sched(List.of(Task.named("a").runs(NOTHING)));
        Run run = sched.run(new CallerThreadPool());
        sched.addTasks(Task.named("b").runs(NOTHING));

        assertThat(ids(all(run))).containsExactly("a");
        assertThat(sched.runAll(new CallerThreadPool())).hasSize(2);
    }
}
