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
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3.4 Collecting at once")
class CollectingTest {

    @Test
    @DisplayName("3.4 results are found by id; where there is none, the message says why")
    void findsResultsById() {
        Task load = Task.named("load").calls(() -> 7);
        Task fails = Task.named("fails").runs(Tasks.failing("so"));
        Task report = Task.named("report").requires("fails").runs(NOTHING);

        Results results = new Sched(List.of(load, fails, report)).runAll(new CallerThreadPool());

        assertThat(results.get("load").ret()).isEqualTo(7);
        assertThat(results.find("load")).containsSame(results.get(0));
        assertThat(results.find("lod")).isEmpty();
        assertThatThrownBy(() -> results.get("lod"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no result of the task \"lod\": no task has this id; there are results of [load, fails]");
        assertThatThrownBy(() -> results.get("report"))
                .hasMessage(
                        "no result of the task \"report\": it was skipped; report: \"fails\" failed and did not provide"
                                + " \"fails\"");
    }

    @Test
    @DisplayName("3.4 a run costs memory for its tasks and the workers that come, not for each worker of a large pool")
    void largePoolsCostLittle() {
        List<Task> chain = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Task.Builder builder = Task.named("t" + i);
            chain.add((i > 0 ? builder.requires("t" + (i - 1)) : builder).runs(NOTHING));
        }
        Sched sched = new Sched(chain);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(10_000, 1)) {
            assertThat(Allocated.megabytes(() -> assertThat(sched.runAll(pool)).hasSize(10_000)))
                    .isLessThan(20); // it was 655
        }
    }

    @Test
    @DisplayName("3.4 collecting gives the results that iterating gives")
    void collectingIsLikeIterating() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int number = i;
            Task.Builder builder = Task.named("t" + i).claims("lock" + i % 7).priority(i % 3);
            if (i >= 10) {
                builder = builder.requires("t" + (i - 10), "t" + i / 2);
            }
            tasks.add(builder.calls(shared -> {
                if (number % 50 == 49) {
                    throw new IllegalArgumentException("t" + number);
                }
                return shared.merge("sum", 1, (a, b) -> (int) a + (int) b);
            }));
        }
        Sched sched = new Sched(tasks);

        Results collected = sched.runAll(new CallerThreadPool());
        Run run = sched.run(new CallerThreadPool());
        List<TaskRes> iterated = all(run);

        assertThat(ids(collected)).isEqualTo(ids(iterated));
        assertThat(collected.stream().map(TaskRes::ret).toList())
                .isEqualTo(iterated.stream().map(TaskRes::ret).toList());
        assertThat(collected.summary().skipped()).isEqualTo(run.summary().skipped());
        assertThat(collected.summary().locksHeld()).isEqualTo(run.summary().locksHeld());
    }

    @Test
    @DisplayName("3.4 when all is collected, the workers themselves move the run on")
    void workersMoveTheRun() {
        Set<Thread> movers = ConcurrentHashMap.newKeySet();
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("t0").runs(NOTHING));
        for (int i = 1; i < 1_000; i++) {
            tasks.add(Task.named("t" + i).requires("t" + (i - 1)).runs(NOTHING));
        }
        Sched sched = new Sched(tasks).addListener(new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                movers.add(Thread.currentThread());
            }
        });
        try (ThreadWorkerPool pool =
                ThreadWorkerPool.builder().name("movers").workers(2).build()) {
            assertThat(sched.runAll(pool)).hasSize(1_000);
        }
        assertThat(movers).anyMatch(thread -> thread.getName().startsWith("movers-"));
    }
}
