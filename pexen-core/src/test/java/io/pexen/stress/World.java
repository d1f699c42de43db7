package io.pexen.stress;

import io.pexen.LockScope;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunInterruptedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Carries out the plan of a world, and says whether all was as it must be. */
final class World {

    /** How long nothing may happen before the world counts as hanging; patient with a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("pexen.patience", 60));

    final Plan.WorldPlan plan;
    final Journal journal = new Journal();
    final Faults faults;
    final Ban ban = new Ban();
    final Enders enders;
    final List<LockScope> scopes = new ArrayList<>();
    final List<PoolWatch> pools = new ArrayList<>();
    final Queue<Execution> executions = new ConcurrentLinkedQueue<>();

    private final List<LockWatch> locks = new ArrayList<>();
    private final ExecutorService threads;
    private final Queue<Future<?>> futures = new ConcurrentLinkedQueue<>();

    World(Plan.WorldPlan plan, ExecutorService threads) {
        this.plan = plan;
        this.threads = threads;
        faults = new Faults(plan.faults(), plan.seed());
        enders = new Enders(this);
        for (int i = 0; i < plan.scopes(); i++) {
            scopes.add(new LockScope(plan.overtaken()));
            locks.add(new LockWatch(Generator.LOCKS, journal));
        }
        for (Plan.Pool each : plan.pools()) {
            ThreadWorkerPool.Builder builder = ThreadWorkerPool.builder()
                    .name("stress-" + plan.seed() + "-" + pools.size())
                    .gracePeriod(PATIENCE.multipliedBy(10));
            pools.add(new PoolWatch(each, builder, faults, plan.calm(), journal));
        }
    }

    LockWatch locks(int scope) {
        return locks.get(scope);
    }

    /** How many tasks of a run a pool may have. */
    int places(int pool) {
        return pool == Plan.NONE
                ? 1
                : pools.get(pool).pool.workers() + pools.get(pool).pool.spare();
    }

    /** How long runs wait for bodies: longer than the test, if nobody may need it. */
    Duration grace() {
        return plan.patient() ? PATIENCE.multipliedBy(10) : Duration.ofMillis(2);
    }

    /** Whether tasks may fail and keep their locks: as planned, or because they are interrupted. */
    boolean mayKeepLocks() {
        return plan.keeping() || executions.stream().anyMatch(Execution::isInterruptible);
    }

    boolean closesPools() {
        return !plan.closes().isEmpty();
    }

    /** Has another thread do this; the world is not over before. */
    void start(Runnable action) {
        futures.add(threads.submit(action));
    }

    /** The same, for who wants to wait for it. */
    Future<?> submit(Runnable action) {
        Future<?> future = threads.submit(action);
        futures.add(future);
        return future;
    }

    /** Waits for a thread of the world, which ends for sure. */
    static void join(Future<?> future) {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                future.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                break; // whoever waits for all futures sees it
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws AssertionError telling all that is wrong */
    void run() throws Exception {
        Runnable quiet = faults.log();
        try {
            Future<?> ending = threads.submit(enders::work);
            for (Plan.Run root : plan.roots()) {
                start(() -> drive(root));
            }
            awaitFutures();
            await("all bodies end", () -> executions.stream().allMatch(each -> each.watch.bodiesHaveEnded()));
            enders.end(); // not before: a body that outlives its run may wait for one
            ending.get();
            awaitFutures();
            await("3.9: no lock stays held", () -> scopes.stream().allMatch(each -> each.held() == 0));
            await("nobody waits for a lock", () -> scopes.stream().allMatch(each -> each.waiting() == 0));
        } finally {
            faults.end();
            quiet.run();
        }
        executions.forEach(Execution::check);
        for (PoolWatch each : pools) {
            start(each.pool::close);
        }
        awaitFutures();
        await("3.8: the threads of closed pools end", () -> pools.stream().noneMatch(PoolWatch::hasThreads));
        if (!journal.violations().isEmpty()) {
            throw new AssertionError(report("violations"));
        }
    }

    private void drive(Plan.Run root) {
        enders.drive(root, () -> {
            try {
                Ban.Ground ground = Ban.Ground.free(root.ending() == Plan.Ending.INTERRUPTED);
                new Execution(root, this, ground).run();
            } catch (RunInterruptedException e) {
                journal.tick();
            } catch (InterruptedException e) {
                journal.tick();
            }
        });
        Thread.interrupted();
    }

    // Waiting.

    private void awaitFutures() throws Exception {
        for (Future<?> next = futures.poll(); next != null; next = futures.poll()) {
            Future<?> future = next;
            await("a thread goes on", () -> isDone(future));
            future.get();
        }
    }

    private static boolean isDone(Future<?> future) {
        try {
            future.get(1, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            return true;
        }
    }

    private void await(String what, BooleanSupplier condition) {
        int seen = journal.ticks();
        long since = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (journal.ticks() != seen) {
                seen = journal.ticks();
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new AssertionError(report("nothing happened for " + PATIENCE + " while waiting that " + what));
            }
            Thread.onSpinWait();
        }
    }

    private String report(String what) {
        List<String> violations = journal.violations();
        return "seed " + plan.seed() + ", replay with -Dpexen.seed=" + plan.seed() + "\n" + what + "\n"
                + violations.stream().limit(10).collect(Collectors.joining("\n"))
                + (violations.size() > 10 ? "\nand " + (violations.size() - 10) + " more" : "")
                + "\n" + plan + "\n"
                + executions.stream().map(Execution::toString).collect(Collectors.joining("\n"))
                + "\nscopes held " + scopes.stream().map(LockScope::held).toList() + ", waiting "
                + scopes.stream().map(LockScope::waiting).toList() + "\n" + threadDump();
    }

    private static String threadDump() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(World::isOfInterest)
                .map(each -> each.getKey() + " " + each.getKey().getState()
                        + List.of(each.getValue()).stream()
                                .limit(40)
                                .map(frame -> "\n    " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isOfInterest(Map.Entry<Thread, StackTraceElement[]> thread) {
        return thread.getKey().getName().startsWith("stress-")
                && List.of(thread.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().startsWith("io.pexen"));
    }
}
