package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.contract.Logs;
import io.pexen.pool.QueueingWorkerPoolTest.Body;
import io.pexen.pool.WorkerPoolTest.RecordingJob;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

@DisplayName("8.8 A pool that cannot start a thread")
@Timeout(60)
class ThreadStartFailureTest {

    /** Ways in which there is no thread. */
    enum Failure {
        FACTORY_THROWS,
        FACTORY_RETURNS_NULL,
        START_THROWS;

        @SuppressWarnings("NullAway") // a factory of a user may return null
        Thread fail(Runnable body) {
            return switch (this) {
                case FACTORY_THROWS -> throw new LinkageError("no more threads");
                case FACTORY_RETURNS_NULL -> null;
                case START_THROWS ->
                    new Thread(body) {
                        @Override
                        public synchronized void start() {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                    };
            };
        }
    }

    /** Makes so many threads, then fails until it is healed. */
    static final class Threads implements ThreadFactory {

        private final AtomicInteger left;
        private final Failure failure;

        Threads(int most, Failure failure) {
            this.left = new AtomicInteger(most);
            this.failure = failure;
        }

        @Override
        public Thread newThread(Runnable body) {
            return left.getAndDecrement() > 0 ? new Thread(body) : failure.fail(body);
        }

        void heal() {
            left.set(100);
        }
    }

    private static ThreadWorkerPool pool(int workers, Threads threads) {
        return ThreadWorkerPool.builder()
                .name("scarce")
                .workers(workers)
                .threadFactory(threads)
                .build();
    }

    private static List<Task> tasks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Task.named("t" + i).claims("k" + i % 3).runs(() -> {}))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("8.8 without a worker runs end with an error that says why, and leave nothing behind")
    void endsRunsWithoutWorkers(Failure failure) {
        Threads threads = new Threads(0, failure);
        LockScope scope = new LockScope();
        Sched sched = new Sched(tasks(9)).lockScope(scope);
        try (ThreadWorkerPool pool = pool(2, threads)) {
            PexenException e = catchThrowableOfType(PexenException.class, () -> sched.runAll(pool));
            assertThat(e)
                    .hasMessageContaining("pool \"scarce\" cannot start a thread")
                    .hasMessageContaining("lower the workers")
                    .hasCauseInstanceOf(Throwable.class);
            try (Run run = sched.run(pool)) {
                assertThatThrownBy(() -> run.stream().count()).hasMessageContaining("cannot start a thread");
            }
            assertThat(sched.activeRuns()).isEmpty();
            assertThat(scope.held()).isZero();
            assertThat(pool.stats().spareUsed()).isZero();

            threads.heal();
            assertThat(sched.runAll(pool)).hasSize(9).allMatch(TaskRes::succeeded);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("8.8 with a worker that lives it goes on with fewer, and warns once")
    void goesOnWithFewer(Failure failure) {
        try (Logs logs = Logs.ofPools();
                ThreadWorkerPool pool = pool(4, new Threads(1, failure))) {
            assertThat(new Sched(tasks(50)).runAll(pool)).hasSize(50).allMatch(TaskRes::succeeded);
            assertThat(new Sched(tasks(50)).runAll(pool)).hasSize(50);

            assertThat(logs.all())
                    .containsExactly("WARN pool \"scarce\" cannot start another worker and continues with 1");
        }
    }

    @Test
    @DisplayName("8.8 jobs that no worker is left for are dropped with the reason, when the last one waits for others")
    void dropsWhatIsStranded() throws InterruptedException {
        CountDownLatch mayWait = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        RecordingJob stranded = new RecordingJob();
        RecordingJob later = new RecordingJob();
        try (ThreadWorkerPool pool = pool(1, new Threads(1, Failure.START_THROWS))) {
            pool.execute((Body) worker -> {
                mayWait.await();
                worker.blocked();
                await().until(() -> stranded.drops.get() == 1);
                worker.unblocked();
                done.countDown();
            });
            pool.execute(stranded);
            mayWait.countDown();
            done.await();

            assertThat(stranded.why)
                    .hasMessageContaining("pool \"scarce\" cannot start a thread")
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
            assertThat(stranded.runs).hasValue(0);
            pool.execute(later);
            await().until(() -> later.runs.get() == 1);
        }
    }

    // A call for a worker that nothing needs by then must not end the outer run; whether there is one is chance.
    @RepeatedTest(20)
    @DisplayName("8.8 a run whose only workers wait inside of a task for it ends with an error")
    void endsRunsThatAreStranded() {
        CountDownLatch waiting = new CountDownLatch(1);
        try (ThreadWorkerPool pool = pool(1, new Threads(1, Failure.FACTORY_THROWS));
                ThreadWorkerPool other = new ThreadWorkerPool(1, 0)) {
            Sched onPool = new Sched(List.of(Task.named("never").runs(() -> {})));
            Task waits = Task.named("waits").runs(() -> {
                waiting.await();
                onPool.runAll(pool);
            });
            Task outer = Task.named("outer").runs(() -> {
                waiting.countDown();
                new Sched(List.of(waits)).runAll(other).stream().findFirst().ifPresent(res -> {
                    throw new IllegalStateException(res.excinfo());
                });
            });

            assertThat(new Sched(List.of(outer)).runAll(pool).get(0).excinfo())
                    .rootCause()
                    .hasMessage("no more threads");
            assertThat(onPool.activeRuns()).isEmpty();
        }
    }

    @Test
    @DisplayName("a job that throws takes no worker from others, even if that was waiting")
    void survivesJobsThatThrow() {
        RecordingJob last = new RecordingJob();
        AtomicBoolean waits = new AtomicBoolean();
        try (ThreadWorkerPool pool = pool(1, new Threads(1, Failure.FACTORY_THROWS))) {
            for (int i = 0; i < 10; i++) {
                pool.execute((Body) worker -> {
                    if (waits.getAndSet(true)) {
                        worker.blocked();
                    }
                    throw new IllegalStateException("so");
                });
            }
            await().until(() -> pool.stats().spareUsed() == 0);
            pool.execute(last);
            await().until(() -> last.runs.get() == 1);
        }
    }

    @Test
    @DisplayName("8.8 logging that throws changes nothing")
    void survivesLogging() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        TurboFilter throwing = new TurboFilter() {
            @Override
            public FilterReply decide(
                    @Nullable Marker marker,
                    Logger logger,
                    Level level,
                    @Nullable String format,
                    Object @Nullable [] params,
                    @Nullable Throwable t) {
                if (logger.getName().equals(ThreadWorkerPool.class.getName())) {
                    throw new StackOverflowError("of the appender");
                }
                return FilterReply.NEUTRAL;
            }
        };
        context.addTurboFilter(throwing);
        try (ThreadWorkerPool pool = pool(4, new Threads(1, Failure.START_THROWS))) {
            assertThat(new Sched(tasks(50)).runAll(pool)).hasSize(50).allMatch(TaskRes::succeeded);
        } finally {
            context.getTurboFilterList().remove(throwing);
        }
    }
}
