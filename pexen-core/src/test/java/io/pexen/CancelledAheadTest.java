package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunSummary;
import io.pexen.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that has taken tasks ahead executes one that waits, while the run is cancelled. */
@Tag("stress")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancelledAheadTest {

    private static final int TASKS = 40;
    private static final int WAITING = 20;

    @Test
    @DisplayName("3.8 a cancelled run ends when its bodies have, also if their worker has taken more tasks ahead")
    void endsWithItsBodies() throws Exception {
        Duration grace = Duration.ofSeconds(30);
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, TASKS)) {
            for (int round = 0; round < 200; round++) {
                CountDownLatch waits = new CountDownLatch(1);
                List<Task> tasks = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                    tasks.add(
                            i == WAITING ? waiting(waits) : Task.named("t" + i).runs(() -> {}));
                }
                Sched sched = new Sched(tasks).gracePeriod(grace);
                Thread canceller = new Thread(() -> {
                    awaitOrGiveUp(waits);
                    sched.activeRuns().forEach(RunHandle::cancel);
                });
                canceller.start();
                RunSummary summary = sched.runAll(pool).summary();
                canceller.join();
                assertThat(summary.ran() + summary.cancelled().size()).isEqualTo(TASKS);
                assertThat(summary.wallTime()).isLessThan(grace.dividedBy(3));
            }
        }
    }

    private static Task waiting(CountDownLatch waits) {
        return Task.named("waits").runs(() -> {
            waits.countDown();
            new CountDownLatch(1).await(); // until it is interrupted
        });
    }

    private static void awaitOrGiveUp(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
