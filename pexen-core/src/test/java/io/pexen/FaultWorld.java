package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.ThreadWorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** A pool, and the runs that meet on it. */
final class FaultWorld {
    /** Longer than any run takes on a busy machine; shorter than the grace period, which nothing here may need. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static final Duration GRACE = Duration.ofSeconds(90);

    final Random random;
    final ExecutorService threads;
    final ThreadWorkerPool pool;
    /** More pools, that tasks name. */
    final List<ThreadWorkerPool> others;

    final boolean closesPool;
    final LockScope scope;
    final LockProbe locks = new LockProbe();
    final List<FaultParty> parties = new ArrayList<>();

    FaultWorld(long seed, ExecutorService threads, boolean mixed) {
        this.threads = threads;
        random = new Random(seed);
        pool = ThreadWorkerPool.builder()
                .workers(1 + random.nextInt(random.nextBoolean() ? 3 : 16))
                .spare(random.nextInt(random.nextBoolean() ? 3 : 65))
                .virtual(ThreadWorkerPool.virtualThreadsAvailable() && random.nextBoolean())
                .gracePeriod(GRACE)
                .build();
        others = mixed ? PoolProbe.pools(random, "mixed-" + seed + "-", 1 + random.nextInt(2), GRACE) : List.of();
        closesPool = random.nextInt(8) == 0;
        scope = new LockScope(1 + random.nextInt(40));
        for (int i = random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 1; i > 0; i--) {
            parties.add(new FaultParty(this, random.nextLong()));
        }
    }

    void run() throws Exception {
        List<Future<?>> futures = new ArrayList<>();
        for (FaultParty party : parties) {
            futures.add(threads.submit(party::drive));
            if (party.isEndedByOthers()) {
                futures.add(threads.submit(party::endFromOutside));
            }
        }
        if (closesPool) {
            int after = random.nextInt(1_500);
            futures.add(threads.submit(() -> {
                spin(after);
                List<ThreadWorkerPool> all = pools();
                Collections.shuffle(all, new Random(after));
                for (ThreadWorkerPool each : all) { // all, as bodies wait for the interrupt
                    each.close();
                    spin(after / 4);
                }
            }));
        }
        for (Future<?> future : futures) {
            await(future);
        }
        for (FaultParty party : parties) {
            party.check();
        }
        assertThat(scope.held()).as("locks held").isZero();
        for (ThreadWorkerPool each : pools()) {
            await(threads.submit(each::close));
            if (!each.isVirtual()) {
                assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith(each.name() + "-"));
            }
        }
    }

    List<ThreadWorkerPool> pools() {
        List<ThreadWorkerPool> all = new ArrayList<>(others);
        all.add(pool);
        return all;
    }

    /** The pool that a run inside of a body is given. */
    ThreadWorkerPool anyPool(Random choosing) {
        return others.isEmpty() ? pool : pools().get(choosing.nextInt(others.size() + 1));
    }

    private void await(Future<?> future) throws Exception {
        try {
            future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no end within " + PATIENCE + "\n" + this + "\n" + threadDump(), e);
        }
    }

    @Override
    public String toString() {
        return others + ", " + pool + ", closed " + pool.isClosed() + ", " + pool.stats() + ", "
                + parties.stream().map(FaultParty::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    private static String threadDump() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getValue().length > 0)
                .map(each -> each.getKey() + "\n  "
                        + List.of(each.getValue()).stream()
                                .limit(25)
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining("\n  ")))
                .collect(Collectors.joining("\n"));
    }

    /** Keeps the processor busy. */
    static void spin(int micros) {
        long until = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
