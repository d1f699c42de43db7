package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunSummary;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole engine on random graphs and real threads. A failure tells its seed; {@code -Dpexen.seed} replays it. */
@Timeout(180)
class RandomRunsTest {

    private static final int RUNS = 400;

    /** Watches one run from inside its bodies. */
    private static final class Probe {
        final Map<String, AtomicInteger> started = new ConcurrentHashMap<>();
        final Set<String> ended = ConcurrentHashMap.newKeySet();
        final List<String> violations = java.util.Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger startedInAll = new AtomicInteger();
    }

    private static TaskBody body(long seed, double failures, Probe probe, LockProbe locks) {
        return context -> {
            Task task = context.task();
            Random random = new Random(seed ^ task.id().hashCode());
            locks.enter(task, probe.violations);
            try {
                probe.started
                        .computeIfAbsent(task.id(), any -> new AtomicInteger())
                        .incrementAndGet();
                probe.startedInAll.incrementAndGet();
                for (int i = random.nextInt(2_000); i > 0; i--) {
                    Thread.onSpinWait();
                }
                if (random.nextInt(8) == 0) {
                    Thread.currentThread().interrupt();
                }
                context.shared().put(task.id(), true);
                if (random.nextDouble() < failures) {
                    switch (random.nextInt(4)) {
                        case 0 -> throw new Exception("checked");
                        case 1 -> throw new AssertionError("an Error");
                        case 2 -> overflow(0);
                        default ->
                            throw new TaskFailException("controlled", random.nextBoolean(), random.nextBoolean());
                    }
                }
                return task.id();
            } finally {
                probe.ended.add(task.id());
                locks.exit(task);
            }
        };
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    @Test
    @DisplayName(
            "3.1, 3.3, 3.4, 3.9, 5, 6.1 each task runs once, in order, alone with what it claims, and every run ends")
    void everyRunEndsWithOneOutcomeForEachTask() {
        for (long seed : RandomGraphs.seeds(RUNS)) {
            Random random = new Random(seed);
            Probe probe = new Probe();
            LockProbe locks = new LockProbe();
            double failures = random.nextInt(3) * 0.05;
            List<Task> tasks =
                    RandomGraphs.withBodies(random, 1 + random.nextInt(120), id -> body(seed, failures, probe, locks));
            int workers = 1 + random.nextInt(16);
            int spare = random.nextInt(5);
            try (ThreadWorkerPool pool = new ThreadWorkerPool(workers, spare)) {
                Sched sched = new Sched(tasks);
                if (random.nextBoolean()) {
                    Results results = sched.runAll(pool);
                    check(tasks, results, results.summary(), probe);
                } else {
                    iterate(sched.run(pool), tasks, workers + spare, random, probe);
                }
            } catch (Throwable e) {
                throw new AssertionError("replay with -Dpexen.seed=" + seed, e);
            }
        }
    }

    private static void iterate(Run run, List<Task> tasks, int limit, Random random, Probe probe) {
        List<TaskRes> results = new ArrayList<>();
        for (TaskRes res : run) {
            // 3.3: what has been started, and not been consumed before this result, fits into the pool.
            assertThat(probe.startedInAll.get() - results.size()).isLessThanOrEqualTo(limit);
            for (int i = random.nextInt(3) * 1_000; i > 0; i--) {
                Thread.onSpinWait();
            }
            assertThat(probe.startedInAll.get() - results.size()).isLessThanOrEqualTo(limit);
            results.add(res);
        }
        check(tasks, results, run.summary(), probe);
    }

    private static void check(List<Task> tasks, List<TaskRes> results, RunSummary summary, Probe probe) {
        assertThat(probe.violations).isEmpty();
        assertThat(probe.started.values()).allMatch(count -> count.get() == 1);
        Set<String> ran = results.stream().map(res -> res.task().id()).collect(Collectors.toSet());
        assertThat(ran).hasSameSizeAs(results).isEqualTo(probe.started.keySet());
        assertThat(summary.ran()).isEqualTo(results.size());
        assertThat(summary.cancelled()).isEmpty();
        assertThat(results.size() + summary.skipped().size()).isEqualTo(tasks.size());
        Map<Object, List<String>> providers = new HashMap<>();
        for (TaskRes res : results) {
            // Whoever provides what this task requires, one of them at least, came before it.
            for (Object key : res.task().requires()) {
                assertThat(providers)
                        .as("provider of %s for %s", key, res.task())
                        .containsKey(key);
            }
            assertThat(res.shared())
                    .as("what %s wrote", res.task())
                    .containsKey(res.task().id());
            if (res.depsOk()) {
                providers
                        .computeIfAbsent(res.task().id(), any -> new ArrayList<>())
                        .add(res.task().id());
                res.task()
                        .provides()
                        .forEach(key -> providers
                                .computeIfAbsent(key, any -> new ArrayList<>())
                                .add(res.task().id()));
            }
        }
    }

    @Test
    @DisplayName("3.3, 3.9, 5, 6.1 the same for runs whose tasks are on several pools, each within its bound")
    void everyRunOnSeveralPoolsEnds() {
        for (long seed : RandomGraphs.seeds(RUNS)) {
            Random random = new Random(seed);
            Probe probe = new Probe();
            LockProbe locks = new LockProbe();
            double failures = random.nextInt(3) * 0.05;
            List<ThreadWorkerPool> pools =
                    PoolProbe.pools(random, "mixed-" + seed + "-", 2 + random.nextInt(2), Duration.ofSeconds(20));
            ThreadWorkerPool own = pools.get(0);
            PoolProbe places = new PoolProbe(own, pools);
            List<Task> tasks =
                    RandomGraphs.withBodies(random, 1 + random.nextInt(120), PoolProbe.names(pools), id -> context -> {
                        places.begins(context.task(), probe.violations);
                        return body(seed, failures, probe, locks).call(context);
                    });
            Sched sched = new Sched(tasks).addListener(places);
            pools.forEach(sched::addPool);
            int limit = pools.stream()
                    .mapToInt(pool -> pool.workers() + pool.spare())
                    .sum();
            try {
                if (random.nextBoolean()) {
                    Results results = sched.runAll(own);
                    check(tasks, results, results.summary(), probe);
                } else {
                    iterate(sched.run(own), tasks, limit, random, probe);
                }
                assertThat(sched.lockScope().held()).isZero();
            } catch (Throwable e) {
                throw new AssertionError("replay with -Dpexen.seed=" + seed, e);
            } finally {
                pools.forEach(ThreadWorkerPool::close);
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("mixed-" + seed + "-"));
        }
    }

    @Test
    @DisplayName("3.7, 6.6 runs of scheds that share a scope exclude each other, and all end")
    void runsShareLocks() throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            for (long seed : RandomGraphs.seeds(RUNS / 8)) {
                Random random = new Random(seed);
                double failures = random.nextInt(3) * 0.02;
                LockScope scope = new LockScope(1 + random.nextInt(40));
                LockProbe locks = new LockProbe();
                try (ThreadWorkerPool pool = new ThreadWorkerPool(1 + random.nextInt(6), random.nextInt(4))) {
                    List<Callable<Void>> calls = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        Probe probe = new Probe();
                        List<Task> tasks = RandomGraphs.withBodies(
                                random, 1 + random.nextInt(60), id -> body(seed, failures, probe, locks));
                        Sched sched = new Sched(tasks).lockScope(scope);
                        boolean collected = random.nextBoolean();
                        Random own = new Random(random.nextLong());
                        calls.add(() -> {
                            try {
                                if (collected) {
                                    Results results = sched.runAll(pool);
                                    check(tasks, results, results.summary(), probe);
                                } else {
                                    iterate(sched.run(pool), tasks, pool.workers() + pool.spare(), own, probe);
                                }
                            } catch (PexenException deadlock) {
                                // Failed tasks of two runs may each keep what the other needs; then one ends with an
                                // error.
                                assertThat(failures).isPositive();
                                assertThat(deadlock).hasMessageContaining("waits for locks of other runs");
                            }
                            return null;
                        });
                    }
                    List<Future<Void>> futures = new ArrayList<>();
                    calls.forEach(call -> futures.add(callers.submit(call)));
                    for (Future<Void> future : futures) {
                        future.get(60, TimeUnit.SECONDS);
                    }
                    assertThat(scope.held()).isZero();
                } catch (Throwable e) {
                    throw new AssertionError("replay with -Dpexen.seed=" + seed, e);
                }
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    @DisplayName(
            "3.8, 3.9 a run that is closed, cancelled or interrupted at any moment ends, and leaves nothing behind")
    void runsEndEarlyAtAnyMoment() {
        for (long seed : RandomGraphs.seeds(RUNS)) {
            Random random = new Random(seed);
            Probe probe = new Probe();
            LockProbe locks = new LockProbe();
            List<Task> tasks =
                    RandomGraphs.withBodies(random, 1 + random.nextInt(60), id -> body(seed, 0.05, probe, locks));
            Sched sched = new Sched(tasks).gracePeriod(Duration.ofSeconds(20));
            ThreadWorkerPool pool = new ThreadWorkerPool(1 + random.nextInt(8), random.nextInt(4));
            try (pool) {
                RunSummary summary = endEarly(sched, pool, random, random.nextInt(tasks.size() + 1));
                assertThat(summary.ran()
                                + summary.skipped().size()
                                + summary.cancelled().size())
                        .isEqualTo(tasks.size());
                assertThat(probe.violations).isEmpty();
                assertThat(probe.started.values()).allMatch(count -> count.get() == 1);
                assertThat(probe.ended).isEqualTo(probe.started.keySet());
                assertThat(sched.activeRuns()).isEmpty();
                assertThat(sched.lockScope().held()).isZero();
            } catch (Throwable e) {
                throw new AssertionError("replay with -Dpexen.seed=" + seed, e);
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith(pool.name() + "-"));
        }
    }

    private static RunSummary endEarly(Sched sched, ThreadWorkerPool pool, Random random, int after) {
        int way = random.nextInt(3);
        Run run = sched.run(pool);
        try (run) {
            int consumed = 0;
            for (TaskRes res : run) {
                assertThat(res.task()).isNotNull();
                if (++consumed > after) {
                    switch (way) {
                        case 0 -> run.close();
                        case 1 -> run.cancel();
                        default -> Thread.currentThread().interrupt();
                    }
                }
                if (way == 0 && consumed > after) {
                    break;
                }
            }
        } catch (RunInterruptedException e) {
            assertThat(Thread.interrupted()).isTrue();
            assertThat(e.summary()).isEqualTo(run.summary());
        }
        Thread.interrupted();
        return run.summary();
    }
}
