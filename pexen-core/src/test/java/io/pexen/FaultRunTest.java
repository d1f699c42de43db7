package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.pool.PoolClosedException;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever bodies, consumers and owners of pools do, and whenever they do it: random runs with faults of every kind, each
 * checked when it is over. A failure tells its seed; {@code -Dpexen.seed} replays it, as often as {@code -Dpexen.runs}
 * says, as threads do not meet in the same way each time.
 */
class FaultRunTest {

    private static final int RUNS = 10_000;
    private static final int SHORT_RUNS = 300;

    private static final List<Long> FOUND = List.of(
            13_214_316_482_797L, // runs that let each other go first woke each other forever
            19_058_680_890_936L, // all workers waited in tasks, and more tasks for them
            19_970_835_056_409L, // a run was to go first that waited for the one behind it
            23_234_033_397_245L, // a job came while the only worker was about to wait
            26_105_448_530_609L); // a run was to go out of order that could not go at all

    /** Longer than any run takes on a busy machine; shorter than the grace period, which nothing here may need. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration GRACE = Duration.ofSeconds(90);

    @Test
    @DisplayName("3.8, 3.9, 5, 6.1, 6.6, 8.2 whatever fails or is closed, every task has one outcome, and all runs end")
    void someFaults() throws Exception {
        runs(RandomGraphs.seeds(SHORT_RUNS), SHORT_RUNS, true);
    }

    @Test
    @Tag("stress")
    @DisplayName("3.8, 3.9, 5, 6.1, 6.6, 8.2 the same, thousands of times")
    void manyFaults() throws Exception {
        int count = Integer.getInteger("pexen.runs", RUNS);
        runs(RandomGraphs.seeds(count), count, true);
    }

    @Test
    @DisplayName("3.9, 6.6 runs that wait for each other end: what has hung or failed before")
    void faultsThatWereFound() throws Exception {
        runs(FOUND, 100 * FOUND.size(), false);
    }

    private static void runs(List<Long> seeds, int count, boolean mixing) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool(body -> {
            Thread thread = new Thread(body, "fault-run");
            thread.setDaemon(true);
            return thread;
        });
        int runs = 0;
        int endedEarly = 0;
        int mixed = 0;
        long tasks = 0;
        try {
            for (int i = 0; runs < count; i++) {
                long seed = seeds.get(i % seeds.size());
                World world = new World(seed, threads, mixing && seed % 2 == 0);
                try {
                    world.run();
                } catch (Throwable e) {
                    throw new AssertionError("replay with -Dpexen.seed=" + seed, e);
                }
                runs += world.parties.size();
                mixed += world.others.isEmpty() ? 0 : world.parties.size();
                for (Party party : world.parties) {
                    endedEarly += party.endedEarly() ? 1 : 0;
                    tasks += party.began.size();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println(runs + " runs with faults, " + mixed + " of them on several pools, " + endedEarly
                + " of them ended early, " + tasks + " bodies");
    }

    /** How a run comes to its end. */
    private enum Ending {
        BY_ITSELF,
        CLOSED,
        CANCELLED,
        INTERRUPTED,
        LEFT,
        THROWN
    }

    /** A pool, and the runs that meet on it. */
    private static final class World {
        final Random random;
        final ExecutorService threads;
        final ThreadWorkerPool pool;
        /** More pools, that tasks name. */
        final List<ThreadWorkerPool> others;

        final boolean closesPool;
        final LockScope scope;
        final LockProbe locks = new LockProbe();
        final List<Party> parties = new ArrayList<>();

        World(long seed, ExecutorService threads, boolean mixed) {
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
                parties.add(new Party(this, random.nextLong()));
            }
        }

        void run() throws Exception {
            List<Future<?>> futures = new ArrayList<>();
            for (Party party : parties) {
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
            for (Party party : parties) {
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
                    + parties.stream().map(Party::toString).collect(Collectors.joining("\n  ", "\n  ", ""));
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
    }

    /** One run: its tasks, who drives it, who ends it, and what was seen. */
    private static final class Party implements RunListener {
        final World world;
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

        Party(World world, long seed) {
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
                    id -> new Faulty(this, new Random(seed ^ id.hashCode()), id));
            sched = new Sched(tasks)
                    .lockScope(world.scope)
                    .gracePeriod(GRACE)
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
                        world.parties.size() > 1
                                && String.valueOf(e.getMessage()).contains("waits for locks of other"),
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
                    spin(random.nextInt(slow));
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
            spin(random.nextInt(1_500));
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
            outcomes.computeIfAbsent(res.task().id(), any -> new AtomicInteger())
                    .incrementAndGet();
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

        private void expect(boolean holds, String otherwise) {
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

    /** What a consumer throws. */
    private static final class Leaving extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A body that does, at random, one of all that bodies may do. */
    private record Faulty(Party party, Random random, String id) implements TaskBody {

        @Override
        public Object call(TaskContext context) throws Exception {
            Task task = context.task();
            party.begins(task);
            try {
                context.shared().put(id, true);
                if (!party.swift) {
                    spin(random.nextInt(random.nextInt(10) == 0 ? 300 : 10));
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
                    spin(5);
                    ran.incrementAndGet();
                    party.world.locks.exit(context.task());
                    return null;
                }));
            }
            Sched sched = new Sched(inner).name("inner").gracePeriod(GRACE);
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

    private static void spin(int micros) {
        long until = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
