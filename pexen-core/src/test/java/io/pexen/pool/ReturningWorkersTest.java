package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pexen.pool.QueueingWorkerPoolTest.Body;
import io.pexen.pool.WorkerPoolTest.RecordingJob;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@DisplayName("8.8 Jobs that wait while a worker wants to continue")
@Timeout(60)
class ReturningWorkersTest {

    private static final int REPETITIONS = 10;

    /** A job that keeps its worker until the latch is released. */
    private static final class Keeping implements Body {

        final CompletableFuture<Worker> worker = new CompletableFuture<>();
        final CompletableFuture<Thread> thread = new CompletableFuture<>();
        private final CountDownLatch mayEnd;

        Keeping(CountDownLatch mayEnd) {
            this.mayEnd = mayEnd;
        }

        @Override
        public void work(Worker by) throws Exception {
            thread.complete(Thread.currentThread());
            worker.complete(by);
            mayEnd.await();
        }
    }

    @RepeatedTest(REPETITIONS)
    @DisplayName("if there is room for both, the worker continues and an idle one takes a job")
    void roomForBoth() {
        runsWaitingJobs(1, true);
    }

    @RepeatedTest(REPETITIONS)
    @DisplayName("if no thread can be started for them, an idle worker takes them")
    void idleWorkerInsteadOfAThread() {
        runsWaitingJobs(2, false);
    }

    /**
     * Two workers work, one is idle, and one wants to continue. Jobs come, for which there is no room. Then the two
     * block before the one that wants to continue notices.
     */
    private static void runsWaitingJobs(int jobs, boolean threadsLeft) {
        CountDownLatch end = new CountDownLatch(1);
        ThreadStartFailureTest.Threads threads =
                new ThreadStartFailureTest.Threads(4, ThreadStartFailureTest.Failure.FACTORY_THROWS);
        try (ThreadWorkerPool pool =
                ThreadWorkerPool.builder().workers(2).threadFactory(threads).build()) {
            CompletableFuture<Thread> away = new CompletableFuture<>();
            CountDownLatch mayReturn = new CountDownLatch(1);
            CompletableFuture<Boolean> returns = new CompletableFuture<>();
            CompletableFuture<Boolean> isBack = new CompletableFuture<>();
            pool.execute((Body) worker -> {
                worker.blocked();
                away.complete(Thread.currentThread());
                mayReturn.await();
                returns.complete(true);
                worker.unblocked();
                isBack.complete(true);
                end.await();
            });
            Thread returning = away.join();
            Keeping first = new Keeping(end);
            Keeping second = new Keeping(end);
            pool.execute(first);
            pool.execute(second);
            Worker firstWorker = first.worker.join();
            Worker secondWorker = second.worker.join();
            awaitIdleWorker(pool, firstWorker);
            if (threadsLeft) {
                threads.heal();
            }

            RecordingJob[] waiting = new RecordingJob[jobs];
            for (int i = 0; i < jobs; i++) {
                waiting[i] = new RecordingJob();
                pool.execute(waiting[i]);
            }
            mayReturn.countDown();
            returns.join();
            await().until(() -> returning.getState() == Thread.State.WAITING);
            assertThat(isBack).isNotDone();
            firstWorker.blocked();
            secondWorker.blocked();

            isBack.join();
            for (RecordingJob job : waiting) {
                await().until(() -> job.runs.get() == 1);
            }
        } finally {
            end.countDown();
        }
    }

    /** Has another worker work in the place of this one until it is idle. */
    private static void awaitIdleWorker(ThreadWorkerPool pool, Worker placeOf) {
        Keeping brief = new Keeping(new CountDownLatch(0));
        placeOf.blocked();
        pool.execute(brief);
        Thread thread = brief.thread.join();
        await().until(() -> thread.getState() == Thread.State.WAITING);
        placeOf.unblocked();
    }
}
