package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What runs expect of every pool (8.5), those that work in the thread of the run or in other processes included. So
 * bodies here leave their marks in files, and capture nothing that could not travel.
 */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // a body may return one
public abstract class WorkerPoolTest {

    /** A new pool of one worker, or of more where the kind of pool has more. */
    public abstract WorkerPool create(int workers);

    @TempDir
    private Path folder;

    private int files;

    private Marks marks() {
        return new Marks(folder.resolve("marks-" + files++));
    }

    private static List<Task> chainAndCrowd(Marks executed) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = "t" + i;
            Task.Builder builder = Task.named(id);
            if (i > 100) {
                builder = builder.requires("t" + (i - 1));
            }
            tasks.add(builder.runs(() -> executed.add(id)));
        }
        return tasks;
    }

    @Test
    @DisplayName("8.1 has at least one worker, no negative spare, and a name")
    void hasWorkersAndAName() {
        try (WorkerPool pool = create(2)) {
            assertThat(pool.workers()).isPositive();
            assertThat(pool.spare()).isNotNegative();
            assertThat(pool.name()).isNotBlank();
            assertThat(pool.stats().workers()).isEqualTo(pool.workers());
            assertThat(pool.stats().spare()).isEqualTo(pool.spare());
            assertThat(pool.isClosed()).isFalse();
        }
    }

    @Test
    @DisplayName("8.2 serves many runs, one after another, each task exactly once")
    void servesManyRuns() {
        try (WorkerPool pool = create(2)) {
            for (int i = 0; i < 10; i++) {
                Marks executed = marks();
                Sched sched = new Sched(chainAndCrowd(executed));
                assertThat(sched.runAll(pool)).hasSize(200);
                try (Run run = sched.run(pool)) {
                    assertThat(run.stream().count()).isEqualTo(200);
                }
                assertThat(executed.all()).hasSize(400);
            }
        }
    }

    @Test
    @DisplayName("8.2 serves many runs at the same time")
    void servesRunsAtTheSameTime() throws Exception {
        try (WorkerPool pool = create(2)) {
            Marks executed = marks();
            Sched sched = new Sched(chainAndCrowd(executed));
            List<FutureTask<Results>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                FutureTask<Results> run = new FutureTask<>(() -> sched.runAll(pool));
                runs.add(run);
                new Thread(run).start();
            }
            for (FutureTask<Results> run : runs) {
                assertThat(run.get()).hasSize(200).allMatch(TaskRes::succeeded);
            }
            assertThat(executed.all()).hasSize(800);
        }
    }

    @Test
    @DisplayName("one worker executes tasks in the order of their dispatch")
    void oneWorkerKeepsTheOrder() {
        try (WorkerPool pool = create(1)) {
            Marks order = marks();
            List<Task> tasks = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String id = "t" + i;
                expected.add(id);
                tasks.add(Task.named(id).runs(() -> order.add(id)));
            }
            assertThat(new Sched(tasks).runAll(pool)).hasSize(300);
            assertThat(order.all()).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("a task may drive a run of its own")
    void tasksMayRunScheds() {
        try (WorkerPool pool = create(1)) {
            Task outer = Task.named("outer")
                    .calls(() -> new Sched(List.of(
                                    Task.named("a").runs(() -> {}),
                                    Task.named("b").runs(() -> {})))
                            .runAll()
                            .size());

            assertThat(new Sched(List.of(outer)).runAll(pool))
                    .extracting(TaskRes::ret)
                    .containsExactly(2);
        }
    }

    @Test
    @DisplayName("1.5 a body that returns a future has ended when that is done, and fails with it")
    void waitsForFutures() {
        try (WorkerPool pool = create(2)) {
            Results results = new Sched(List.of(
                            Task.named("a").calls(() -> CompletableFuture.supplyAsync(() -> 5)),
                            Task.named("b")
                                    .calls(() -> CompletableFuture.supplyAsync(() -> {
                                        throw new LinkageError("so");
                                    }))))
                    .runAll(pool);
            assertThat(results).extracting(TaskRes::ret).containsExactlyInAnyOrder(5, null);
            assertThat(results.summary().failures())
                    .extracting(TaskRes::excinfo)
                    .singleElement()
                    .isInstanceOf(LinkageError.class);
        }
    }

    @Test
    @DisplayName("whatever bodies do, each has its outcome, and the pool stays usable")
    void survivesItsTasks() {
        try (WorkerPool pool = create(2)) {
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tasks.add(Task.named("t" + i).runs(() -> {
                    Thread.currentThread().interrupt();
                    throw new LinkageError("so");
                }));
            }
            assertThat(new Sched(tasks).runAll(pool))
                    .hasSize(100)
                    .allMatch(res -> res.excinfo() instanceof LinkageError);
            assertThat(new Sched(chainAndCrowd(marks())).runAll(pool)).hasSize(200);
        }
    }

    @Test
    @DisplayName("8.2 a closed pool refuses work with a clear error")
    void refusesWorkWhenClosed() {
        WorkerPool pool = create(1);
        pool.close();
        pool.close();
        Sched sched = new Sched(chainAndCrowd(marks()));

        assertThat(pool.isClosed()).isTrue();
        assertThatThrownBy(() -> pool.execute(new RecordingJob()))
                .isInstanceOf(PoolClosedException.class)
                .hasMessageContaining("pool \"" + pool.name() + "\" is closed and takes no work");
        assertThat(catchThrowable(() -> sched.runAll(pool))).isInstanceOf(PoolClosedException.class);
        assertThat(catchThrowable(() -> sched.run(pool))).isInstanceOf(PoolClosedException.class);
        assertThat(sched.activeRuns()).isEmpty();
    }

    /** A job that tells what became of it. */
    static class RecordingJob implements Job {

        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger drops = new AtomicInteger();
        volatile @Nullable PexenException why;

        @Override
        public void run(Worker worker) {
            runs.incrementAndGet();
        }

        @Override
        public void drop(PexenException why) {
            drops.incrementAndGet();
            this.why = why;
        }

        @Override
        public int waiting() {
            return runs.get() + drops.get() == 0 ? 1 : 0;
        }
    }
}
