package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker leaves a run a few microseconds after it found nothing to do. Here the consumer asks for the next task at
 * just that moment, again and again: a processor that lets the driver see the worker still there, before it lets the
 * worker see the task, would leave the task to nobody.
 */
@Tag("stress")
class LostTaskTest {

    private static final int RUNS = 40;
    private static final int TASKS = 20_000;
    private static final int SPIN_NANOS = 20_000;

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("3.9 a task that is handed out at the moment when the last worker leaves is not lost")
    void taskMeetsLeavingWorker() {
        Random random = new Random();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(Task.named("t" + i).runs(() -> {}));
        }
        Sched sched = new Sched(tasks);
        AtomicInteger seen = new AtomicInteger();
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 0)) {
            for (int i = 0; i < RUNS; i++) {
                try (Run run = sched.run(pool)) {
                    for (TaskRes res : run) {
                        assertThat(res.succeeded()).isTrue();
                        seen.incrementAndGet();
                        long until = System.nanoTime() + SPIN_NANOS - 3_000 + random.nextInt(6_000);
                        while (System.nanoTime() < until) {
                            Thread.onSpinWait();
                        }
                    }
                }
            }
        }
        assertThat(seen).hasValue(RUNS * TASKS);
    }
}
