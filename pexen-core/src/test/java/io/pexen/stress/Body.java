package io.pexen.stress;

import io.pexen.run.RunHandle;
import io.pexen.task.SharedState;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskFailException;
import java.util.concurrent.locks.LockSupport;

/** Acts as the plan of a task says. */
final class Body {

    private final Plan.Task plan;
    private final Execution run;
    private final World world;
    private final PoolWatch pool;

    Body(Plan.Task plan, Execution run) {
        this.plan = plan;
        this.run = run;
        this.world = run.world;
        int number = plan.pool() == Plan.NONE ? run.plan.pool() : plan.pool();
        this.pool = number == Plan.NONE ? null : world.pools.get(number);
    }

    /** Whether the task may end, or be left, with another outcome than its body had. */
    static boolean leaks(Plan.Task task) {
        return task.acts().stream().anyMatch(act -> act.kind() == Plan.Kind.LEAK_WRITER);
    }

    /** Whether the task ends its run early. */
    static boolean cancels(Plan.Task task) {
        return task.acts().stream().anyMatch(act -> act.kind() == Plan.Kind.CANCEL_OWN_RUN);
    }

    Object call(TaskContext context) throws Throwable {
        run.watch.begins(plan);
        works();
        world.journal.expect(
                run.isInterruptible() || !Thread.currentThread().isInterrupted(),
                "3.9",
                run.id(plan.number()) + " began on an interrupted thread");
        Throwable thrown = null;
        try {
            SharedState shared = context.shared();
            for (int parent : run.watch.parents(plan)) {
                world.journal.expect(
                        world.faults.any() || Boolean.TRUE.equals(shared.get("mark " + parent)),
                        "4.2",
                        run.id(plan.number()) + " lacks what " + parent + " passes on: " + shared);
            }
            shared.put("mark " + plan.number(), true);
            boolean interruptible = false;
            for (Plan.Act act : plan.acts()) {
                perform(act, shared, interruptible);
                interruptible |= act.kind() == Plan.Kind.INTERRUPT_SELF;
            }
            return null;
        } catch (Throwable e) {
            thrown = e;
            throw e;
        } finally {
            rests();
            run.watch.ends(plan, thrown);
        }
    }

    private void works() {
        if (pool != null) {
            pool.works(run.id(plan.number()));
        }
    }

    private void rests() {
        if (pool != null) {
            pool.rests();
        }
    }

    private void perform(Plan.Act act, SharedState shared, boolean interruptible) throws Throwable {
        switch (act.kind()) {
            case SPIN -> spin(act.amount());
            case PARK -> park();
            case DEAF -> spin(act.amount());
            case NEST -> nest(act.inner(), interruptible);
            case FAIL -> fail(act.amount());
            case FAIL_HOSTILE -> throw new Faults.Hostile("a body");
            case FAIL_CONTROLLED ->
                throw new TaskFailException("controlled", (act.amount() & 1) == 0, (act.amount() & 2) == 0);
            case OVERFLOW -> overflow(0);
            case INTERRUPT_SELF -> Thread.currentThread().interrupt();
            case CLEAR_INTERRUPT -> Thread.interrupted();
            case CANCEL_OWN_RUN -> {
                RunHandle handle = run.handle();
                if (handle != null) {
                    handle.cancel();
                }
            }
            case CLOSE_OWN_POOL -> pool.pool.close();
            case LEAK_WRITER -> leak(shared, act.amount());
        }
    }

    /** A run inside of the task. The thread works for the pool no more, as long as it drives. */
    private void nest(Plan.Run inner, boolean interruptible) throws InterruptedException {
        Ban.Ground ground = run.holding().inTask(plan).interruptible(interruptible || run.isInterruptible());
        rests();
        try {
            new Execution(inner, world, ground).run();
        } finally {
            works();
        }
    }

    private static void fail(int variant) throws Exception {
        switch (variant % 3) {
            case 0 -> throw new Exception("checked");
            case 1 -> throw new AssertionError("an error");
            default -> throw new InterruptedException("not really");
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    private static void park() throws InterruptedException {
        while (!Thread.interrupted()) {
            LockSupport.park();
        }
        throw new InterruptedException("was parked");
    }

    private void leak(SharedState shared, int micros) {
        world.start(() -> {
            long until = System.nanoTime() + micros * 1_000L;
            for (int i = 0; System.nanoTime() < until; i++) {
                try {
                    shared.put("leaked " + i % 500, i);
                    if (i % 700 == 0) {
                        shared.clear();
                    }
                } catch (RuntimeException e) {
                    // what several threads do to a map that is not for them
                }
            }
        });
    }

    private static void spin(int micros) {
        long until = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
