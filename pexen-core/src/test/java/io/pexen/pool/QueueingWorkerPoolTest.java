package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pexen.task.PexenException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is expected of pools that have workers of their own, and a queue of jobs before them. */
public abstract class QueueingWorkerPoolTest extends WorkerPoolTest {

    /** A job of a lambda. */
    @FunctionalInterface
    interface Body extends Job {
        void work(Worker worker) throws Exception;

        @Override
        default void run(Worker worker) {
            try {
                work(worker);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        default void drop(PexenException why) {}

        @Override
        default int waiting() {
            return 0;
        }
    }

    @Test
    @DisplayName("each job is run exactly once")
    void runsEachJobOnce() {
        try (WorkerPool pool = create(3)) {
            List<RecordingJob> jobs = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                jobs.add(new RecordingJob());
            }
            jobs.forEach(pool::execute);

            await().until(() -> jobs.stream().allMatch(job -> job.runs.get() == 1));
            assertThat(jobs).allMatch(job -> job.drops.get() == 0);
        }
    }

    @Test
    @DisplayName("while the task of a worker waits for others, another one works in its place,"
            + " and never more than there are")
    void othersWorkInThePlaceOfThoseThatWait() throws InterruptedException {
        try (WorkerPool pool = create(1)) {
            CountDownLatch away = new CountDownLatch(1);
            CountDownLatch otherWorks = new CountDownLatch(1);
            CountDownLatch otherMayEnd = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            AtomicBoolean otherEnded = new AtomicBoolean();
            AtomicBoolean tooMany = new AtomicBoolean();
            pool.execute((Body) worker -> {
                worker.blocked();
                away.countDown();
                otherWorks.await();
                worker.unblocked();
                tooMany.set(!otherEnded.get());
                done.countDown();
            });
            away.await();
            pool.execute((Body) worker -> {
                otherWorks.countDown();
                await().until(worker::isWanted); // by the one that wants to go on
                otherMayEnd.await();
                otherEnded.set(true);
            });
            otherWorks.await();
            assertThat(pool.stats().workers()).isEqualTo(1);
            otherMayEnd.countDown();

            done.await();
            assertThat(tooMany).isFalse();
        }
    }

    /** What a worker has of the thread that it was started for. */
    private record Inherited(@Nullable String user, ClassLoader loader, int priority) {}

    @Test
    @DisplayName("8.7 workers inherit no thread-local, class loader or priority from the thread whose job starts them")
    @SuppressWarnings("ThreadPriorityCheck") // not to rely on it
    void workersInheritNothing() throws Exception {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        CompletableFuture<Inherited> seen = new CompletableFuture<>();
        try (WorkerPool pool = create(1);
                URLClassLoader foreign = new URLClassLoader(new URL[0])) {
            Thread ann = new Thread(() -> {
                user.set("Ann");
                pool.execute((Body) worker -> {
                    Thread me = Thread.currentThread();
                    seen.complete(new Inherited(user.get(), me.getContextClassLoader(), me.getPriority()));
                });
            });
            ann.setContextClassLoader(foreign);
            ann.setPriority(Thread.MIN_PRIORITY);
            ann.start();

            assertThat(seen.get())
                    .isEqualTo(new Inherited(null, WorkerPool.class.getClassLoader(), Thread.NORM_PRIORITY));
        }
    }

    @Test
    @DisplayName("jobs begin in the order in which they came")
    void keepsTheOrder() throws InterruptedException {
        try (WorkerPool pool = create(1)) {
            List<Integer> order = new CopyOnWriteArrayList<>();
            List<Integer> expected = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            for (int i = 0; i < 500; i++) {
                int number = i;
                expected.add(i);
                pool.execute((Body) worker -> order.add(number));
            }
            pool.execute((Body) worker -> done.countDown());
            done.await();

            assertThat(order).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("all workers work at once")
    void usesAllWorkers() {
        try (WorkerPool pool = create(3)) {
            CyclicBarrier together = new CyclicBarrier(3);
            List<RecordingJob> jobs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RecordingJob job = new RecordingJob() {
                    @Override
                    public void run(Worker worker) {
                        try {
                            together.await();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        super.run(worker);
                    }
                };
                jobs.add(job);
                pool.execute(job);
            }
            await().until(() -> jobs.stream().allMatch(job -> job.runs.get() == 1));
        }
    }

    @Test
    @DisplayName("close drops what has not begun, interrupts what runs, and returns when the workers have ended")
    void closeDropsAndInterrupts() throws InterruptedException {
        WorkerPool pool = create(1);
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicReference<Thread> thread = new AtomicReference<>();
        pool.execute((Body) worker -> {
            thread.set(Thread.currentThread());
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        List<RecordingJob> waiting = List.of(new RecordingJob(), new RecordingJob());
        waiting.forEach(pool::execute);
        started.await();
        pool.close();

        assertThat(interrupted).isTrue();
        assertThat(waiting).allMatch(job -> job.runs.get() == 0 && job.drops.get() == 1);
        thread.get().join();
    }

    @Test
    @DisplayName("jobs given while the pool is closed are run, dropped or refused, exactly one of them")
    void losesNoJobWhenClosed() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            WorkerPool pool = create(2);
            List<RecordingJob> accepted = new CopyOnWriteArrayList<>();
            CountDownLatch some = new CountDownLatch(10);
            Thread giver = new Thread(() -> {
                try {
                    while (true) {
                        RecordingJob job = new RecordingJob();
                        pool.execute(job);
                        accepted.add(job);
                        some.countDown();
                    }
                } catch (PoolClosedException e) {
                    some.countDown();
                }
            });
            giver.start();
            some.await();
            pool.close();
            giver.join();

            await().until(() -> accepted.stream().allMatch(job -> job.runs.get() + job.drops.get() == 1));
        }
    }

    @Test
    @DisplayName("worker() is the worker on its own thread, and null elsewhere")
    void knowsItsWorkers() throws InterruptedException {
        try (WorkerPool pool = create(1);
                WorkerPool other = create(1)) {
            AtomicReference<Worker> given = new AtomicReference<>();
            AtomicReference<Worker> asked = new AtomicReference<>();
            AtomicReference<Worker> askedOther = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            pool.execute((Body) worker -> {
                given.set(worker);
                asked.set(pool.worker());
                askedOther.set(other.worker());
                done.countDown();
            });
            done.await();

            assertThat(given.get()).isNotNull().isSameAs(asked.get());
            assertThat(askedOther.get()).isNull();
            assertThat(pool.worker()).isNull();
        }
    }

    @Test
    @DisplayName("a job that is given several times is run by as many workers, at the same time")
    void runsAJobWithSeveralWorkers() {
        try (WorkerPool pool = create(3)) {
            CyclicBarrier together = new CyclicBarrier(3);
            CountDownLatch done = new CountDownLatch(3);
            Body job = worker -> {
                together.await();
                done.countDown();
            };
            for (int i = 0; i < 3; i++) {
                pool.execute(job);
            }
            await().until(() -> done.getCount() == 0);
        }
    }

    @Test
    @DisplayName("a worker learns that it is wanted elsewhere")
    void tellsWorkersThatTheyAreWanted() throws InterruptedException {
        try (WorkerPool pool = create(1)) {
            List<Boolean> wanted = new CopyOnWriteArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            pool.execute((Body) worker -> {
                wanted.add(worker.isWanted());
                pool.execute((Body) other -> {
                    wanted.add(other.isWanted());
                    done.countDown();
                });
                wanted.add(worker.isWanted());
            });
            done.await();

            assertThat(wanted).containsExactly(false, true, false);
        }
    }

    @Test
    @DisplayName("stats tell how many tasks wait, of each job once")
    void statsTellOfWaitingJobs() throws InterruptedException {
        try (WorkerPool pool = create(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch gate = new CountDownLatch(1);
            pool.execute((Body) worker -> {
                started.countDown();
                gate.await();
            });
            started.await();
            RecordingJob twice = new RecordingJob();
            pool.execute(twice);
            pool.execute(twice);
            pool.execute(new RecordingJob());

            assertThat(pool.stats().spareUsed()).isEqualTo(2);
            gate.countDown();
            await().until(() -> pool.stats().spareUsed() == 0);
        }
    }
}
