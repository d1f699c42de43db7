package io.pexen.stress;

import io.pexen.LockScope;
import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunListener;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** One run of a plan: makes its sched, starts it where the plan says, drives it, and judges what it throws. */
final class Execution {

    final Plan.Run plan;
    final World world;
    final Watch watch;
    /** What whoever starts the run holds. */
    final Ban.Ground outside;

    private final Sched sched;
    private final WorkerPool pool;
    private final Ban.Verdict verdict;
    private final Holding holding;
    private final Judge judge;
    private final Asides asides;
    private volatile RunHandle handle;
    private volatile Run run;
    private boolean started;

    Execution(Plan.Run plan, World world, Ban.Ground outside) {
        this.plan = plan;
        this.world = world;
        this.outside = outside;
        watch = new Watch(plan, world, mayBeCut());
        asides = new Asides(this);
        holding = new Holding(plan, watch, outside);
        verdict = world.ban.verdict(outside, plan);
        judge = new Judge(plan, world, outside, verdict);
        pool = plan.pool() == Plan.NONE ? new CallerThreadPool() : world.pools.get(plan.pool()).pool;
        sched = world.faults.quietly(this::sched);
        world.executions.add(this);
    }

    private Sched sched() {
        List<Task> tasks = new ArrayList<>();
        for (Plan.Task each : plan.tasks()) {
            Task.Builder task = Task.named(id(each.number())).priority(each.priority());
            each.requires().forEach(key -> task.requires(key < 100 ? id(key) : world.faults.key("k" + key)));
            each.provides().forEach(key -> task.provides(world.faults.key("k" + key)));
            each.uses().forEach(lock -> task.uses(world.faults.key("lock" + lock)));
            each.claims().forEach(lock -> task.claims(world.faults.key("lock" + lock)));
            if (each.pool() != Plan.NONE) {
                task.pool(world.pools.get(each.pool()).pool.name());
            }
            tasks.add(task.body(new Body(each, this)::call));
        }
        Sched made = new Sched(tasks)
                .name(plan.name())
                .gracePeriod(world.grace())
                .lockScope(plan.hasLocks() ? world.scopes.get(plan.scope()) : new LockScope())
                .addListener(world.faults.listener())
                .addListener(watch)
                .addListener(asides)
                .addListener(new RunListener() {
                    @Override
                    public void runStarted(RunHandle mine) {
                        handle = mine;
                        world.enders.started(Execution.this);
                    }
                });
        world.pools.forEach(each -> made.addPool(each.pool));
        return made;
    }

    String id(int number) {
        return plan.name() + "-" + number;
    }

    /** Whether its bodies may be interrupted. */
    boolean isInterruptible() {
        return outside.interruptible()
                || plan.ending() != Plan.Ending.BY_ITSELF
                || world.closesPools()
                || world.faults.mayEndRuns()
                || world.plan.keeping()
                || plan.tasks().stream().anyMatch(task -> Body.cancels(task) || Body.leaks(task));
    }

    private boolean isRoot() {
        return world.plan.roots().contains(plan);
    }

    private boolean mayBeCut() {
        return isInterruptible();
    }

    Holding holding() {
        return holding;
    }

    RunHandle handle() {
        return handle;
    }

    /** Closes the run as another thread may; only if it is iterated. */
    void close() {
        Run mine = run;
        if (mine != null) {
            watch.processes(true);
            mine.close();
        } else if (handle != null) {
            handle.cancel();
        }
    }

    // The thread that starts the run.

    /** Runs, and throws only that this thread was interrupted, as code that is well-behaved would. */
    void run() throws RunInterruptedException, InterruptedException {
        if (verdict == Ban.Verdict.FORBIDDEN) {
            refused();
            if (handle == null) {
                refused(); // the same at every try
            }
            return;
        }
        try {
            switch (plan.mode()) {
                case COLLECTED -> collect();
                case ITERATED -> iterate(start(), outside);
                case HANDED -> handOver();
            }
        } catch (Leaving e) {
            world.journal.tick();
        } catch (Exception | Error e) {
            judge.threw(e, handle != null);
            if (e instanceof RunInterruptedException interrupted) {
                throw interrupted;
            }
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
        }
    }

    private void refused() {
        try {
            if (plan.mode() == Plan.Mode.COLLECTED) {
                sched.runAll(pool);
            } else {
                sched.run(pool).close();
            }
            judge.notRefused();
        } catch (RuntimeException | Error e) {
            judge.refused(e);
        }
    }

    private void startedInside() {
        started = true;
        if (verdict == Ban.Verdict.IF_IN_ORDER && !world.ban.started(outside, plan)) {
            judge.violation("6.7", "scopes were nested in both orders", null);
        }
    }

    private void collect() {
        Results results = sched.runAll(pool);
        startedInside();
        world.journal.expect(
                results.size() == results.summary().ran()
                        || (mayBeCut() && results.size() < results.summary().ran()),
                "3.9",
                plan.name() + ": " + results.size() + " results, and " + results.summary());
    }

    private Run start() {
        Run made = sched.run(pool);
        run = made;
        startedInside();
        return made;
    }

    private void handOver() throws InterruptedException {
        Run mine = start();
        Ban.Ground inherited =
                new Ban.Ground(outside.holders(), false); // whoever drives a run is where that was started
        Future<?> consumer = world.submit(() -> {
            try {
                iterate(mine, inherited);
            } catch (Leaving e) {
                world.journal.tick();
            } catch (RuntimeException | Error e) {
                judge.threw(e, handle != null);
            }
        });
        try {
            asides.perform(Plan.Place.MEANWHILE, 0, outside);
            if (isRoot()) { // a body that waited would keep its worker without that pexen knows
                consumer.get();
            }
        } catch (InterruptedException | RunInterruptedException e) {
            if (isRoot()) {
                close();
                World.join(consumer);
            }
            throw e;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** @param ground what the thread that iterates holds */
    private void iterate(Run mine, Ban.Ground ground) {
        int results = 0;
        try (mine) {
            Iterator<TaskRes> iterator = mine.iterator();
            while (true) {
                watch.processes(false);
                if (!iterator.hasNext()) {
                    return;
                }
                TaskRes res = iterator.next();
                consume(mine, res, results++, ground);
                if (plan.ending() == Plan.Ending.LEFT && results > plan.when() % 8) {
                    watch.processes(true);
                    return;
                }
                if (plan.ending() == Plan.Ending.THROWN && results > plan.when() % 8) {
                    watch.processes(true);
                    throw new Leaving();
                }
            }
        } finally {
            watch.processes(true);
        }
    }

    private void consume(Run mine, TaskRes res, int number, Ban.Ground ground) {
        int dispatched = mine.progress().dispatched();
        world.journal.tick();
        asides.performQuietly(Plan.Place.CONSUMER, number, holding.atResult(res.task(), ground));
        boolean cut = mayBeCut();
        world.journal.expect(
                cut || mine.progress().dispatched() == dispatched,
                "3.2",
                plan.name() + ": " + dispatched + " tasks dispatched when the consumer began, now " + mine.progress());
    }

    // When all is over.

    void check() {
        watch.check(started, mayBeCut() || (plan.hasLocks() && world.mayKeepLocks()));
        world.journal.expect(
                sched.activeRuns().isEmpty(), "3.9", plan.name() + " has active runs: " + sched.activeRuns());
    }

    @Override
    public String toString() {
        RunHandle mine = handle;
        return plan.name() + ": " + (mine == null ? "not started" : watch.hasEnded() ? "ended" : mine.progress());
    }

    /** What a consumer throws. */
    private static final class Leaving extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
