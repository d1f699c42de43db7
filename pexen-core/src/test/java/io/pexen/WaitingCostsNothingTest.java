package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that waits leaves the processors to others: looking for work ends after a moment. */
@Timeout(60)
class WaitingCostsNothingTest {

    private static final Duration WAIT = Duration.ofMillis(300);
    private static final Duration LITTLE = Duration.ofMillis(20);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ThreadWorkerPool pool =
            ThreadWorkerPool.builder().name("thrifty").workers(4).spare(8).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
        pool.close();
    }

    /** What takes long, and does nothing. */
    private interface Waiting {
        void run() throws Exception;
    }

    private void waitAWhile() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        Future<?> unused = timer.schedule(latch::countDown, WAIT.toMillis(), TimeUnit.MILLISECONDS);
        latch.await();
    }

    /** Tasks that bring all workers to the run, and one that then waits. */
    private Sched waiting(int quick) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("waits").runs(this::waitAWhile));
        for (int i = 0; i < quick; i++) {
            tasks.add(Task.named("quick" + i).runs(() -> {}));
        }
        return new Sched(tasks);
    }

    private void collect(int quick) {
        assertThat(waiting(quick).runAll(pool)).hasSize(quick + 1);
    }

    private void iterate(int quick) {
        int results = 0;
        try (Run run = waiting(quick).run(pool)) {
            for (TaskRes res : run) {
                results += res.succeeded() ? 1 : 0;
            }
        }
        assertThat(results).isEqualTo(quick + 1);
    }

    /** The consumer works on its first result, while nothing else happens. */
    private void consumeSlowly() throws InterruptedException {
        try (Run run = new Sched(List.of(
                        Task.named("a").runs(() -> {}),
                        Task.named("b").requires("a").runs(() -> {})))
                .run(pool)) {
            for (TaskRes res : run) {
                waitAWhile();
                assertThat(res.succeeded()).isTrue();
            }
        }
    }

    /** The processor time of the pool's threads and the one that drives, when all has been done before once. */
    private Duration costOf(Waiting run) throws Exception {
        run.run(); // loads classes, and starts threads
        long before = spent();
        run.run();
        return Duration.ofNanos(spent() - before);
    }

    private long spent() {
        long spent = THREADS.getCurrentThreadCpuTime();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("thrifty-")) {
                spent += Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
            }
        }
        return spent;
    }

    @Test
    @DisplayName("a collected run whose one task waits takes next to no processor time")
    void collectedRun() throws Exception {
        assertThat(costOf(() -> collect(0))).isLessThan(LITTLE);
    }

    @Test
    @DisplayName("an iterated run whose one task waits takes next to no processor time")
    void iteratedRun() throws Exception {
        assertThat(costOf(() -> iterate(0))).isLessThan(LITTLE);
    }

    @Test
    @DisplayName("workers that find nothing more in a run, whose last task waits, take next to no processor time")
    void idleWorkers() throws Exception {
        assertThat(costOf(() -> collect(20))).isLessThan(LITTLE);
        assertThat(costOf(() -> iterate(20))).isLessThan(LITTLE);
    }

    @Test
    @DisplayName("a run whose consumer is slow takes next to no processor time")
    void slowConsumer() throws Exception {
        assertThat(costOf(this::consumeSlowly)).isLessThan(LITTLE);
    }
}
