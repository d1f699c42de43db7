package io.pexen;

import io.pexen.pool.PoolClosedException;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunInterruptedException;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A body that does, at random, one of all that bodies may do. */
record FaultyBody(FaultParty party, Random random, String id) implements TaskBody {

    @Override
    public Object call(TaskContext context) throws Exception {
        Task task = context.task();
        party.begins(task);
        try {
            context.shared().put(id, true);
            if (!party.swift) {
                FaultWorld.spin(random.nextInt(random.nextInt(10) == 0 ? 300 : 10));
            }
            if (random.nextDouble() < party.faults) {
                fail();
            }
            if (party.nests && random.nextInt(5) == 0) {
                nest();
            }
            if (party.isInterrupted() && random.nextInt(20) == 0) {
                park();
            }
            if (random.nextInt(8) == 0) {
                Thread.currentThread().interrupt();
            }
            return id;
        } finally {
            party.ends(task);
        }
    }

    private void fail() throws Exception {
        switch (random.nextInt(7)) {
            case 0 -> throw new Exception("checked");
            case 1 -> throw new AssertionError("an Error");
            case 2 -> overflow(0);
            case 3 -> throw new InterruptedException("not really");
            default -> throw new TaskFailException("controlled", random.nextBoolean(), random.nextBoolean());
        }
    }

    private static void park() throws InterruptedException {
        while (!Thread.interrupted()) {
            LockSupport.park();
        }
        throw new InterruptedException();
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    /** A run inside this body, on the same pool, whose tasks may need locks that others hold, or this one. */
    private void nest() {
        AtomicInteger ran = new AtomicInteger();
        boolean locking = random.nextBoolean();
        List<Task> inner = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            Task.Builder task = Task.named("inner" + i);
            if (locking) {
                task.claims("lock" + random.nextInt(6)).uses("lock6");
            }
            List<ThreadWorkerPool> others = party.world.others;
            if (!others.isEmpty() && random.nextBoolean()) {
                task.pool(others.get(random.nextInt(others.size())).name());
            }
            inner.add(task.body(context -> {
                party.world.locks.enter(context.task(), party.violations);
                FaultWorld.spin(5);
                ran.incrementAndGet();
                party.world.locks.exit(context.task());
                return null;
            }));
        }
        Sched sched = new Sched(inner).name("inner").gracePeriod(FaultWorld.GRACE);
        party.world.others.forEach(sched::addPool);
        if (locking) {
            sched.lockScope(party.world.scope);
        }
        int results = 0;
        ThreadWorkerPool pool = party.world.anyPool(random);
        try {
            if (random.nextBoolean()) {
                results = sched.runAll(pool).size();
            } else {
                try (Run run = sched.run(pool)) {
                    for (TaskRes res : run) {
                        results += res.succeeded() ? 1 : 0;
                    }
                }
            }
        } catch (PexenException e) {
            party.expect(
                    e instanceof RunInterruptedException
                            || e instanceof PoolClosedException
                            || (locking && e.getMessage().contains("cannot run here"))
                            || (locking && e.getMessage().contains("waits for locks of other")),
                    "inner run: " + e);
            throw e;
        }
        party.expect(
                results == inner.size() && ran.get() == results,
                results + " results of " + inner.size() + " inner tasks, of which " + ran + " ran");
    }
}
