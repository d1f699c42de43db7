package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.contract.Logs;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is expected of pools of threads that are closed by what runs on them. */
interface ClosedFromInside {

    /** A pool whose grace period no test survives. */
    WorkerPool createPatient(int workers);

    @Test
    @DisplayName(
            "8.9 a pool may be closed by a listener of an inner run, while the driver of that waits on another worker")
    default void mayBeClosedByAListener() throws Exception {
        WorkerPool pool = createPatient(2);
        CountDownLatch bothRun = new CountDownLatch(2);
        AtomicReference<Thread> driver = new AtomicReference<>();
        RunListener closer = new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                pool.close(); // while it holds the combiner of the run
            }
        };
        TaskBody.Runs meets = () -> {
            bothRun.countDown();
            bothRun.await();
            if (Thread.currentThread() == driver.get()) {
                new CountDownLatch(1).await(); // until it is interrupted
            }
        };
        Sched inner =
                new Sched(List.of(Task.named("a").runs(meets), Task.named("b").runs(meets))).addListener(closer);
        Task outer = Task.named("outer").calls(() -> {
            driver.set(Thread.currentThread());
            return inner.runAll(pool).size();
        });

        try (Logs logs = Logs.ofPools()) {
            assertThat(new Sched(List.of(outer)).runAll(pool)).hasSize(1);
            assertThat(logs.all()).isEmpty(); // nobody was waited for in vain
        }
        assertThat(inner.activeRuns()).isEmpty();
    }

    @Test
    @DisplayName("8.9 a task of an inner run may close the pool of both, and no run stays active")
    default void mayBeClosedByAnInnerTask() {
        for (int workers = 1; workers <= 4; workers++) {
            WorkerPool pool = createPatient(workers);
            Sched inner = new Sched(List.of(
                    Task.named("closes").runs(pool::close),
                    Task.named("sleeps").runs(() -> new CountDownLatch(1).await()),
                    Task.named("late").requires("closes").runs(() -> {})));
            Sched outer = new Sched(List.of(
                    Task.named("collects").calls(() -> inner.runAll(pool).size()),
                    Task.named("iterates").calls(() -> {
                        try (Run run = inner.run(pool)) {
                            return run.stream().count();
                        }
                    })));

            try {
                assertThat(outer.runAll(pool)).isNotEmpty();
            } catch (PexenException e) {
                assertThat(e).isInstanceOf(PoolClosedException.class);
            }
            assertThat(inner.activeRuns()).isEmpty();
            assertThat(outer.activeRuns()).isEmpty();
        }
    }
}
