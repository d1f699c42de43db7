package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pexen.CurrentRun;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.task.Task;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("8.3 ThreadWorkerPool with platform threads")
class ThreadWorkerPoolTest extends QueueingWorkerPoolTest implements WorkersInThisJvm, ClosedFromInside {

    @Override
    public WorkerPool createPatient(int workers) {
        return ThreadWorkerPool.builder()
                .workers(workers)
                .gracePeriod(Duration.ofHours(1))
                .build();
    }

    @Override
    public WorkerPool create(int workers) {
        return new ThreadWorkerPool(workers, 1);
    }

    @Test
    @DisplayName("8.1 one worker and one spare by default; anything below 1 and 0 is refused")
    void refusesWrongSizes() {
        try (ThreadWorkerPool pool = new ThreadWorkerPool()) {
            assertThat(pool.workers()).isEqualTo(1);
            assertThat(pool.spare()).isEqualTo(1);
        }
        assertThatThrownBy(() -> new ThreadWorkerPool(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers must be >= 1, was 0");
        assertThatThrownBy(() -> new ThreadWorkerPool(1, -1)).hasMessage("spare must be >= 0, was -1");
        assertThatThrownBy(() -> ThreadWorkerPool.builder().gracePeriod(Duration.ofMillis(-1)))
                .hasMessage("gracePeriod must not be negative, was PT-0.001S");
    }

    @Test
    @DisplayName("8.3 virtual threads are refused with the reason where there are none")
    void refusesVirtualThreadsOnOldJvms() {
        assumeFalse(ThreadWorkerPool.virtualThreadsAvailable());

        assertThatThrownBy(() -> ThreadWorkerPool.builder().virtual(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("virtual threads need Java 21 or later");
    }

    @Test
    @DisplayName("threads come from the factory that the pool was given, and are named by the pool")
    void takesThreadsFromAFactory() {
        ThreadGroup group = new ThreadGroup("mine");
        try (ThreadWorkerPool pool = ThreadWorkerPool.builder()
                .name("tables")
                .threadFactory(body -> new Thread(group, body))
                .build()) {
            Object ret = new Sched(List.of(Task.named("a").calls(() -> {
                        Thread thread = Thread.currentThread();
                        return thread.getName() + " of "
                                + thread.getThreadGroup().getName();
                    })))
                    .runAll(pool)
                    .get(0)
                    .ret();
            assertThat(ret).isEqualTo("tables-1 of mine");
        }
    }

    @Test
    @DisplayName("8.7 workers have the context class loader that the pool was given")
    void setsTheContextClassLoader() throws Exception {
        try (URLClassLoader application = new URLClassLoader(new URL[0]);
                ThreadWorkerPool pool = ThreadWorkerPool.builder()
                        .contextClassLoader(application)
                        .build()) {
            Task loader =
                    Task.named("loader").calls(() -> Thread.currentThread().getContextClassLoader());

            assertThat(new Sched(List.of(loader)).runAll(pool).get(0).ret()).isSameAs(application);
        }
        assertThatThrownBy(() -> ThreadWorkerPool.builder()
                        .contextClassLoader(getClass().getClassLoader())
                        .threadFactory(Thread::new)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("either a contextClassLoader or a threadFactory")
                .hasMessageEndingWith("set contextClassLoader(null) with a threadFactory");
        ThreadWorkerPool.builder()
                .contextClassLoader(getClass().getClassLoader())
                .contextClassLoader(null)
                .threadFactory(Thread::new)
                .build()
                .close();
    }

    @Test
    @DisplayName("a wrapper is around each task, knows its run, and fails it if it throws")
    void wrapsTasks() {
        List<String> around = new CopyOnWriteArrayList<>();
        TaskWrapper wrapper = (context, execution) -> {
            RunHandle run = CurrentRun.get();
            around.add(context.task() + " of " + (run == null ? "no run" : run.schedName()));
            if (context.task().id().equals("bad")) {
                throw new IllegalStateException("not this one");
            }
            return execution.get();
        };
        Task good = Task.named("good").calls(() -> 7);
        Task bad = Task.named("bad").requires("good").calls(() -> 8);
        try (ThreadWorkerPool pool =
                ThreadWorkerPool.builder().taskWrapper(wrapper).build()) {
            Results results = new Sched(List.of(good, bad)).name("mine").runAll(pool);

            assertThat(results.get("good").ret()).isEqualTo(7);
            assertThat(results.get("bad").excinfo()).hasMessage("not this one");
            assertThat(around).containsExactly("good of mine", "bad of mine");
            assertThat(CurrentRun.get()).isNull();
        }
    }

    @Test
    @DisplayName("8.3 virtual threads and a factory of one's own are not both taken")
    void refusesAFactoryForVirtualThreads() {
        assumeTrue(ThreadWorkerPool.virtualThreadsAvailable());

        assertThatThrownBy(() -> ThreadWorkerPool.builder()
                        .virtual(true)
                        .threadFactory(Thread::new)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("either virtual threads or a threadFactory");
    }

    @Test
    @DisplayName("8.3 stats tell how many workers execute a task, and how many tasks wait")
    void statsTellOfBusyWorkers() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Sched sched = new Sched(List.of(
                Task.named("a").runs(() -> {
                    started.countDown();
                    gate.await();
                }),
                Task.named("b").runs(() -> {})));
        try (ThreadWorkerPool pool = new ThreadWorkerPool(1, 1);
                Run run = sched.run(pool)) {
            started.await();
            PoolStats stats = pool.stats();
            assertThat(stats).isEqualTo(new PoolStats(1, 1, 1, 1));
            assertThat(stats.utilization()).isEqualTo(1);
            assertThat(stats.spareUtilization()).isEqualTo(1);
            gate.countDown();
            assertThat(run.stream().count()).isEqualTo(2);
            await().until(() -> pool.stats().busy() == 0);
        }
    }

    @Test
    @DisplayName("8.3 threads are daemons that carry the name of the pool")
    void namesItsThreads() {
        try (ThreadWorkerPool pool =
                ThreadWorkerPool.builder().name("heavy").workers(1).build()) {
            Sched sched = new Sched(List.of(
                    Task.named("name").calls(() -> Thread.currentThread().getName()),
                    Task.named("daemon").calls(() -> Thread.currentThread().isDaemon())));

            assertThat(sched.runAll(pool).stream().map(res -> res.ret()).toList())
                    .isEqualTo(List.of("heavy-1", true));
        }
    }
}
