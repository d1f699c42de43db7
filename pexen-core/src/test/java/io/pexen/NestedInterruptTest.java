package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.task.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A body that drives a run of its own has its thread execute the tasks of that run, and is interrupted meanwhile. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NestedInterruptTest {

    @Test
    @DisplayName("3.8 a body whose run is closed stays interrupted, when its thread executed a task of an inner run")
    void interruptIsMeantForTheOuterTask() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicBoolean heeded = new AtomicBoolean();
        Sched inner = new Sched(List.of(Task.named("inner").runs(() -> {
            inside.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        })));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
            Sched outer = new Sched(List.of(Task.named("outer").runs(() -> {
                try {
                    inner.runAll(pool);
                } finally {
                    heeded.set(Thread.currentThread().isInterrupted());
                }
            })));
            Thread canceller = new Thread(() -> {
                awaitOrGiveUp(inside);
                outer.activeRuns().forEach(RunHandle::cancel);
            });
            canceller.start();
            outer.runAll(pool);
            canceller.join();
        }
        assertThat(heeded).isTrue();
    }

    private static void awaitOrGiveUp(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
