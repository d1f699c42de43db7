package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Sched;
import io.pexen.pool.PoolClosedException;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3.9 Outcomes")
class OutcomesTest {

    private static int recurse(int depth) {
        return depth < 0 ? 0 : 1 + recurse(depth + 1);
    }

    @Test
    @DisplayName("3.9 whatever a body throws is its outcome: an Error, a stack overflow, a checked exception")
    void everyTaskHasOneOutcome() {
        Sched sched = new Sched(List.of(
                Task.named("overflow").calls(() -> recurse(0)),
                Task.named("memory").runs(() -> {
                    throw new OutOfMemoryError("not really");
                }),
                Task.named("assertion").runs(() -> {
                    throw new AssertionError("so");
                }),
                Task.named("interrupted").runs(() -> {
                    throw new InterruptedException();
                }),
                Task.named("good").runs(NOTHING)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 1)) {
            for (int round = 0; round < 6; round++) {
                List<TaskRes> results = round % 2 == 0 ? sched.runAll(pool) : all(sched.run(pool));

                assertThat(ids(results)).containsExactly("overflow", "memory", "assertion", "interrupted", "good");
                assertThat(results.get(0).excinfo()).isInstanceOf(StackOverflowError.class);
                assertThat(results.get(1).excinfo()).isInstanceOf(OutOfMemoryError.class);
                assertThat(results.get(2).excinfo()).isInstanceOf(AssertionError.class);
                assertThat(results.get(3).excinfo()).isInstanceOf(InterruptedException.class);
                assertThat(results.get(4).succeeded()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("3.9 a body that leaves its thread interrupted disturbs neither the next task nor the run")
    void anInterruptedFlagGoesNoFurther() {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tasks.add(Task.named("t" + i).calls(() -> {
                boolean before = Thread.currentThread().isInterrupted();
                Thread.currentThread().interrupt();
                return before;
            }));
        }
        Sched sched = new Sched(tasks);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 2)) {
            assertThat(sched.runAll(pool)).hasSize(50).allMatch(res -> Boolean.FALSE.equals(res.ret()));
            assertThat(all(sched.run(pool))).hasSize(50).allMatch(res -> Boolean.FALSE.equals(res.ret()));
        }
        assertThat(sched.runAll(new CallerThreadPool())).hasSize(50);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    @DisplayName("3.9 a body that closes its own pool has an outcome, and the run ends")
    void aBodyMayCloseItsPool() {
        ThreadWorkerPool pool = new ThreadWorkerPool(1, 1);
        RecordingListener listener = new RecordingListener();
        Sched sched = new Sched(List.of(
                        Task.named("closer").runs(pool::close),
                        Task.named("dropped").runs(NOTHING)))
                .addListener(listener);

        assertThatThrownBy(() -> sched.runAll(pool)).isInstanceOf(PoolClosedException.class);
        assertThat(listener.summaries()).hasSize(1);
        assertThat(sched.activeRuns()).isEmpty();
    }

    @Test
    @DisplayName("3.9 a task that fails while the stack is nearly full does not stop its run")
    void survivesManyOverflows() {
        Task[] tasks = new Task[40];
        Arrays.setAll(tasks, i -> Task.named("t" + i).calls(() -> recurse(0)));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(2, 4)) {
            assertThat(new Sched(List.of(tasks)).runAll(pool))
                    .hasSize(40)
                    .allMatch(res -> res.excinfo() instanceof StackOverflowError);
        }
    }
}
