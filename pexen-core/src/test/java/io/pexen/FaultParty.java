package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.PoolClosedException;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One run: its tasks, who drives it, who ends it, and what was seen. */
final class FaultParty implements RunListener {
    /** How a run comes to its end. */
    enum Ending {
        BY_ITSELF,
        CLOSED,
        CANCELLED,
        INTERRUPTED,
        LEFT,
        THROWN
    }

    /** What a consumer throws. */
    private static final class Leaving extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final FaultWorld world;
    final Random random;
    final Ending ending;
    final boolean collected;
    final double faults;
    final boolean nests;
    /** Bodies so short that workers take several at a time. */
    final boolean swift;

    final PoolProbe places;
    final List<Task> tasks;
    final Sched sched;

    final Map<String, AtomicInteger> began = new ConcurrentHashMap<>();
    final Set<String> ended = ConcurrentHashMap.newKeySet();
    final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
    final Set<Object> provided = ConcurrentHashMap.newKeySet();
    final Set<Task> keepers = ConcurrentHashMap.newKeySet();
    final List<String> seen = new ArrayList<>();
    final Queue<String> violations = new ConcurrentLinkedQueue<>();

    /** Guards the thread that may be interrupted, as long as it drives. */
    private final Object gate = new Object();

    private Thread driver;
    private volatile Run run;
    private volatile RunSummary summary;
    private volatile boolean over;

    FaultParty(FaultWorld world, long seed) {
        this.world = world;
        random = new Random(seed);
        Ending[] endings = Ending.values();
        collected = random.nextBoolean();
        Ending wanted = random.nextBoolean() ? Ending.BY_ITSELF : endings[random.nextInt(endings.length)];
        ending = collected && wanted.compareTo(Ending.LEFT) >= 0 ? Ending.CANCELLED : wanted;
        faults = random.nextInt(3) * 0.1;
        nests = random.nextInt(6) == 0;
        swift = random.nextInt(3) == 0;
        places = new PoolProbe(world.pool, world.others);
        tasks = RandomGraphs.withBodies(
                random,
                1 + random.nextInt(40),
                PoolProbe.names(world.others),
                id -> new FaultyBody(this, new Random(seed ^ id.hashCode()), id));
        sched = new Sched(tasks)
                .lockScope(world.scope)
                .gracePeriod(FaultWorld.GRACE)
                .addListener(this)
                .addListener(places);
        world.others.forEach(sched::addPool);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("run of " + tasks.size() + " tasks, " + ending);
        text.append(collected ? ", collected" : ", iterated").append(nests ? ", nests" : "");
        for (RunHandle active : sched.activeRuns()) {
            text.append(", ").append(active);
        }
        return text.toString();
    }

    boolean isEndedByOthers() {
        return ending == Ending.CLOSED || ending == Ending.CANCELLED || ending == Ending.INTERRUPTED;
    }

    /** Whether somebody will interrupt what runs, for sure. */
    boolean isInterrupted() {
        return isEndedByOthers() || world.closesPool;
    }

    boolean endedEarly() {
        return summary != null && !summary.cancelled().isEmpty();
    }

    // The thread that drives.

    void drive() {
        synchronized (gate) {
            driver = Thread.currentThread();
        }
        try {
            if (collected) {
                sched.runAll(world.pool).forEach(res -> seen.add(res.task().id()));
            } else {
                iterate();
            }
        } catch (PoolClosedException e) {
            expect(world.closesPool, "closed pool: " + e);
        } catch (RunInterruptedException e) {
            expect(ending == Ending.INTERRUPTED, "interrupted: " + e);
            expect(Thread.currentThread().isInterrupted(), "the interrupt of the driver is lost");
        } catch (Leaving e) {
            expect(ending == Ending.THROWN, "thrown: " + e);
        } catch (PexenException e) {
            // Failed tasks of two runs may each keep what the other needs; then one ends with an error.
            expect(
                    world.parties.size() > 1 && String.valueOf(e.getMessage()).contains("waits for locks of other"),
                    "failed: " + e);
        } finally {
            over = true;
            synchronized (gate) {
                driver = null;
            }
            boolean interrupted = Thread.interrupted();
            expect(!interrupted || ending == Ending.INTERRUPTED, "the driver is left interrupted");
        }
    }

    private void iterate() {
        int after = random.nextInt(tasks.size() + 1);
        int slow = random.nextInt(4) == 0 ? 100 : 5;
        try (Run mine = sched.run(world.pool)) {
            run = mine;
            for (TaskRes res : mine) {
                seen.add(res.task().id());
                FaultWorld.spin(random.nextInt(slow));
                if (seen.size() > after) {
                    if (ending == Ending.LEFT) {
                        break;
                    }
                    if (ending == Ending.THROWN) {
                        throw new Leaving();
                    }
                }
            }
        }
    }

    // Another thread.

    /** Ends the run at a random moment, again and again, as it may not have begun when this is first done. */
    void endFromOutside() {
        FaultWorld.spin(random.nextInt(1_500));
        while (!over) {
            switch (ending) {
                case CLOSED -> close();
                case CANCELLED -> sched.activeRuns().forEach(RunHandle::cancel);
                default -> interruptDriver();
            }
            LockSupport.parkNanos(50_000);
        }
    }

    private void close() {
        Run mine = run;
        if (mine != null) {
            mine.close();
        } else {
            sched.activeRuns().forEach(RunHandle::cancel);
        }
    }

    private void interruptDriver() {
        synchronized (gate) {
            if (driver != null && !sched.activeRuns().isEmpty()) {
                driver.interrupt();
            }
        }
    }

    // What is seen from inside.

    void begins(Task task) {
        if (began.computeIfAbsent(task.id(), any -> new AtomicInteger()).incrementAndGet() > 1) {
            violations.add(task.id() + " began twice");
        }
        expect(provided.containsAll(task.requires()), task.id() + " began before what it requires");
        expect(
                isInterrupted()
                        || ending == Ending.LEFT
                        || ending == Ending.THROWN
                        || !Thread.currentThread().isInterrupted(),
                task.id() + " began on an interrupted thread");
        places.begins(task, violations);
        world.locks.enter(task, violations);
    }

    void ends(Task task) {
        world.locks.exit(task);
        ended.add(task.id());
    }

    @Override
    public void taskFinished(RunHandle handle, TaskRes res, TaskTimes times) {
        outcomes.computeIfAbsent(res.task().id(), any -> new AtomicInteger()).incrementAndGet();
        if (!res.locksOk()) {
            keepers.add(res.task());
        }
        if (res.depsOk()) {
            provided.add(res.task().id());
            provided.addAll(res.task().provides());
        }
    }

    @Override
    public void runEnded(RunHandle handle, RunSummary result) {
        expect(summary == null, "ended twice");
        summary = result;
    }

    void expect(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }

    void check() {
        String what = ending + (collected ? ", collected" : ", iterated");
        assertThat(violations).as(what).isEmpty();
        assertThat(sched.activeRuns()).as(what).isEmpty();
        assertThat(ended).as("bodies that came to an end; " + what).isEqualTo(began.keySet());
        assertThat(outcomes.keySet()).as("outcomes; " + what).isEqualTo(began.keySet());
        assertThat(outcomes.values()).as("outcomes; " + what).allMatch(count -> count.get() == 1);
        assertThat(new HashSet<>(seen)).as("results seen; " + what).hasSameSizeAs(seen);
        if (summary == null) { // the pool was closed before the run began
            assertThat(began).as(what).isEmpty();
            assertThat(world.closesPool).isTrue();
            return;
        }
        List<String> all = new ArrayList<>(began.keySet());
        assertThat(summary.ran()).as(what).isEqualTo(all.size());
        for (Skipped each : summary.skipped()) {
            all.add(each.task().id());
            assertThat(each.reason() == Skipped.Reason.DEPENDENCY
                            || each.cause() == null
                            || keepers.contains(each.cause()))
                    .as("who keeps the lock: " + each)
                    .isTrue();
        }
        summary.cancelled().forEach(task -> all.add(task.id()));
        assertThat(all)
                .as("tasks that ran, were skipped or cancelled; " + what)
                .containsExactlyInAnyOrderElementsOf(
                        tasks.stream().map(Task::id).toList());
        if (ending == Ending.BY_ITSELF
                && !world.closesPool
                && summary.cancelled().isEmpty()) {
            assertThat(seen).as(what).containsExactlyInAnyOrderElementsOf(began.keySet());
        } else {
            assertThat(began.keySet()).as(what).containsAll(seen);
        }
        if (ending == Ending.BY_ITSELF && !world.closesPool && world.parties.size() == 1) {
            assertThat(summary.cancelled()).as(what).isEmpty();
        }
    }
}
