package io.pexen.process;

import static io.pexen.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.contract.Logs;
import io.pexen.pool.Marks;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("3.9, 8.4 whatever happens to worker processes, each task has one outcome and the pool goes on")
@Timeout(120)
class WorkerFaultsTest {

    @TempDir
    private Path folder;

    private Marks marks;

    @BeforeEach
    void mark() {
        marks = new Marks(folder.resolve("marks"));
    }

    private ProcessWorkerPool.Builder builder() {
        return ProcessWorkerPool.builder().name("heavy").workingDirectory(folder);
    }

    private static Task task(String id, TaskBody.Runs body) {
        return Task.named(id).runs(body);
    }

    private static List<Task> plain(int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(i -> task("plain" + i, () -> {}))
                .toList();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Runs the task among others, and checks that it alone was lost, with one worker, and that others still run. */
    private static WorkerLostException runLost(ProcessWorkerPool pool, Task lost) {
        List<Task> tasks = new ArrayList<>(plain(20));
        tasks.add(10, lost);
        Results results = new Sched(tasks).runAll(pool);

        assertThat(results).hasSize(21);
        assertThat(results).filteredOn(res -> !res.succeeded()).hasSize(1);
        TaskRes res =
                results.stream().filter(each -> !each.succeeded()).findFirst().orElseThrow();
        assertThat(res.task()).isSameAs(lost);
        assertThat(res.excinfo()).isInstanceOf(WorkerLostException.class);
        assertThat(new Sched(plain(5)).runAll(pool)).allMatch(TaskRes::succeeded);
        assertThat(pool.processStats().live()).isLessThanOrEqualTo(pool.workers());
        return (WorkerLostException) res.excinfo();
    }

    /** The end of a process is noted when all that it has printed is. */
    private static void awaitEnds(ProcessWorkerPool pool, WorkerEnd reason, long count) {
        await().until(() -> pool.processStats().ended().getOrDefault(reason, 0L) == count);
    }

    @Test
    @DisplayName("kill -9 in mid-task: the signal and the end of stderr are told, and the worker is replaced")
    void killed() throws Exception {
        Marks mine = marks;
        try (ProcessWorkerPool pool = builder().workers(2).build()) {
            Task victim = task("victim", () -> {
                System.err.println("these are my last words");
                mine.add("" + pid());
                new CountDownLatch(1).await();
            });
            FutureTask<WorkerLostException> run = new FutureTask<>(() -> runLost(pool, victim));
            new Thread(run).start();
            await().until(() -> !mine.all().isEmpty());
            ProcessHandle.of(Long.parseLong(mine.all().get(0))).orElseThrow().destroyForcibly();

            WorkerLostException lost = run.get();
            assertThat(lost.signal()).isEqualTo(9);
            assertThat(lost)
                    .hasMessageContaining(
                            "was lost while it executed task \"victim\": it ended with exit status 137 (SIGKILL)")
                    .hasMessageContaining("these are my last words");
            assertThat(lost.stderrTail()).isEqualTo("these are my last words");
            awaitEnds(pool, WorkerEnd.LOST, 1);
        }
    }

    @Test
    @DisplayName("System.exit, Runtime.halt and a native crash: the exit status is told")
    void exits() {
        try (ProcessWorkerPool pool =
                builder().workers(2).jvmArguments("-XX:-CreateCoredumpOnCrash").build()) {
            assertThat(runLost(pool, task("exits", () -> System.exit(7))).exitStatus())
                    .isEqualTo(7);
            assertThat(runLost(pool, task("halts", () -> Runtime.getRuntime().halt(8)))
                            .exitStatus())
                    .isEqualTo(8);
            WorkerLostException crash = runLost(pool, task("crashes", () -> {
                new ProcessBuilder("kill", "-SEGV", "" + pid()).start().waitFor();
                new CountDownLatch(1).await();
            }));
            assertThat(crash.exitStatus()).isEqualTo(1); // as a JVM that reports a crash and writes no core ends
            awaitEnds(pool, WorkerEnd.LOST, 3);
        }
    }

    @Test
    @DisplayName("a worker that runs out of memory ends, and the exception says so")
    void outOfMemory() {
        Workers workers = new Workers();
        try (ProcessWorkerPool pool = builder().maxHeap("32m").listener(workers).build()) {
            WorkerLostException lost = runLost(
                    pool,
                    Task.named("greedy")
                            .calls(() ->
                                    Stream.generate(() -> new byte[1 << 20]).toList()));
            assertThat(lost.isOutOfMemory()).isTrue();
            assertThat(lost).hasMessageContaining("it ran out of memory (OutOfMemoryError, exit status 3)");
            await().until(() -> workers.ended(WorkerEnd.OUT_OF_MEMORY) == 1);
        }
    }

    @Test
    @DisplayName("tasks that kill every worker cost one worker each, and the others finish")
    void killsEveryWorker() {
        List<Task> tasks = new ArrayList<>(plain(30));
        for (int i = 0; i < 6; i++) {
            tasks.add(i * 5, task("killer" + i, () -> Runtime.getRuntime().halt(1)));
        }
        try (ProcessWorkerPool pool = builder().workers(2).build()) {
            Results results = new Sched(tasks).runAll(pool);

            assertThat(results).hasSize(36);
            assertThat(results)
                    .allMatch(res -> res.succeeded() != res.task().id().startsWith("killer"));
            awaitEnds(pool, WorkerEnd.LOST, 6);
            assertThat(pool.processStats().live()).isLessThanOrEqualTo(2);
        }
    }

    /** A main that ends at once. */
    static final class DiesAtStart {

        private DiesAtStart() {}

        public static void main(String[] args) {
            System.err.println("there is no database");
            System.exit(3);
        }
    }

    @Test
    @DisplayName("workers that die at start: some are tried, then all tasks fail at once with what was said on stderr")
    void diesAtStart() {
        Workers workers = new Workers();
        try (ProcessWorkerPool pool = builder()
                .workers(2)
                .main(DiesAtStart.class.getName())
                .listener(workers)
                .build()) {
            Results results = new Sched(plain(50)).runAll(pool);

            assertThat(results).hasSize(50).allMatch(res -> res.excinfo() instanceof WorkerStartException);
            assertThat(results.get(49).excinfo())
                    .hasMessageContaining(
                            "could not be started: it ended with exit status 3; its last lines on stderr:\n"
                                    + "there is no database");
            assertThat(pool.problem()).isPresent();
            assertThat(pool.processStats().started()).isZero();
            await().until(() -> pool.processStats().live() == 0);
            await().until(() -> workers.ended(WorkerEnd.START_FAILED) >= 3);
            assertThat(workers.ended(WorkerEnd.START_FAILED)).isLessThanOrEqualTo(6);
        }
    }

    @Test
    @DisplayName("8.4 passwords among the JVM options of the environment show neither in the log nor in the exception")
    void optionsOfTheEnvironment() {
        try (Logs logs = Logs.ofWorkers();
                ProcessWorkerPool pool = builder()
                        .main(DiesAtStart.class.getName())
                        .environment("JAVA_TOOL_OPTIONS", "-Da=b\n-Dpassword=s3cret\r\n'-Dmore=s3cret of mine'\n")
                        .environment("JDK_JAVA_OPTIONS", "-Dpassword=s3cret")
                        .build()) {
            assertThat(new Sched(plain(1)).runAll(pool).get(0).excinfo())
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("Picked up JAVA_TOOL_OPTIONS, not shown here")
                    .hasMessageContaining("there is no database")
                    .hasMessageNotContaining("s3cret");
            assertThat(logs.all()).isNotEmpty().noneMatch(line -> line.contains("s3cret"));
        }
    }

    /** A main that is killed before it is ready, so many times. */
    static final class KilledAtFirst {

        private KilledAtFirst() {}

        public static void main(String[] args) throws Exception {
            Marks starts = new Marks(Path.of(args[0]));
            starts.add("start");
            if (starts.all().size() <= Integer.parseInt(args[1])) {
                new ProcessBuilder("kill", "-9", "" + pid()).start().waitFor();
                new CountDownLatch(1).await();
            }
            ProcessWorker.main(args);
        }
    }

    @Test
    @DisplayName("3.9 workers that somebody kills while they start are replaced, also when none lives; no task fails")
    void killedAtStart() {
        Workers workers = new Workers();
        try (ProcessWorkerPool pool = builder()
                .main(KilledAtFirst.class.getName(), marks.file(), "4")
                .listener(workers)
                .build()) {
            assertThat(new Sched(plain(20)).runAll(pool)).hasSize(20).allMatch(TaskRes::succeeded);
            assertThat(pool.problem()).isEmpty();
            await().until(() -> workers.ended(WorkerEnd.START_FAILED) == 4);
        }
    }

    @Test
    @DisplayName("3.9 a pool whose workers are always killed while they start is down when a start may not take longer")
    void alwaysKilledAtStart() {
        try (ProcessWorkerPool pool = builder()
                .main(KilledAtFirst.class.getName(), marks.file(), "1000000")
                .startTimeout(Duration.ofSeconds(5))
                .build()) {
            Results results = new Sched(plain(20)).runAll(pool);

            assertThat(results).hasSize(20).allMatch(res -> res.excinfo() instanceof WorkerStartException);
            assertThat(pool.problem()).isPresent();
        }
    }

    /** A main that works if a file is there. */
    static final class NeedsAFile {

        private NeedsAFile() {}

        public static void main(String[] args) {
            if (!Path.of(args[0]).toFile().exists()) {
                System.exit(4);
            }
            ProcessWorker.main(args);
        }
    }

    @Test
    @DisplayName("a pool that was down comes back when workers can be started")
    void comesBack() {
        Path file = folder.resolve("database");
        try (ProcessWorkerPool pool =
                builder().main(NeedsAFile.class.getName(), file.toString()).build()) {
            assertThat(new Sched(plain(2)).runAll(pool)).noneMatch(TaskRes::succeeded);
            assertThat(pool.problem()).isPresent();
            new MarksAt(file).leave();

            await().until(() -> new Sched(plain(1)).runAll(pool).get(0).succeeded());
            assertThat(pool.problem()).isEmpty();
        }
    }

    private record MarksAt(Path file) {

        void leave() {
            try {
                new Marks(file).add("here");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** A main that never gets ready. */
    static final class HangsAtStart {

        private HangsAtStart() {}

        public static void main(String[] args) throws Exception {
            System.err.println("waiting for the database");
            new Marks(Path.of(args[0])).add("hangs");
            new CountDownLatch(1).await();
        }
    }

    @Test
    @DisplayName("a worker that hangs at start is killed after the time limit, and told")
    void hangsAtStart() {
        Marks mine = marks;
        Duration limit = Duration.ofMillis(500);
        String message;
        do { // on a busy machine the JVM may not have come to its main within the limit
            limit = limit.multipliedBy(2);
            message = startFailure(limit, mine);
            assertThat(message).contains("it was not ready within " + limit);
        } while (mine.all().isEmpty());
        assertThat(message).contains("within " + limit + "; its last lines on stderr:\nwaiting for the database");
    }

    private String startFailure(Duration limit, Marks hung) {
        try (ProcessWorkerPool pool = builder()
                .main(HangsAtStart.class.getName(), hung.file())
                .startTimeout(limit)
                .build()) {
            Results results = new Sched(plain(3)).runAll(pool);

            assertThat(results).hasSize(3).allMatch(res -> res.excinfo() instanceof WorkerStartException);
            await().until(() -> pool.processStats().live() == 0);
            return Objects.requireNonNull(results.get(0).excinfo()).getMessage();
        }
    }

    /**
     * A source that works in the parent alone, and in a worker also leaves a thread behind that would keep the JVM
     * alive.
     */
    static final class ForTheParent implements TaskSource {
        @Override
        public Collection<Task> tasks() {
            if (Boolean.getBoolean("pexen.test.child")) {
                new Thread(LockSupport::park).start();
                ForTheParent.<RuntimeException>fail(new IOException("there is no task table"));
            }
            return plain(2);
        }

        /** As other languages throw checked exceptions. */
        @SuppressWarnings("unchecked")
        private static <E extends Exception> void fail(Exception e) throws E {
            throw (E) e;
        }
    }

    @Test
    @DisplayName("a source that fails in the worker is told as a start that failed, with the reason")
    void sourceFailsInTheWorker() {
        Workers workers = new Workers();
        try (ProcessWorkerPool pool = builder()
                .jvmArguments("-Dpexen.test.child=true")
                .source(ForTheParent.class)
                .listener(workers)
                .build()) {
            Results results = new Sched(plain(2)).runAll(pool);

            assertThat(results).hasSize(2).allMatch(res -> res.excinfo() instanceof WorkerStartException);
            assertThat(results.get(0).excinfo()).hasMessageContaining("there is no task table");
            await().until(() -> !workers.ended().isEmpty());
            assertThat(workers.ended()).allMatch(end -> end == WorkerEnd.START_FAILED);
        }
    }

    @Test
    @DisplayName("3.8 a task that is cancelled while its worker starts is not sent, and the start given up at once")
    void cancelledAtStart() {
        Workers workers = new Workers();
        Path file = folder.resolve("database");
        try (ProcessWorkerPool pool = builder()
                .main(HangsWithoutAFile.class.getName(), file.toString())
                .listener(workers)
                .build()) {
            Run run = new Sched(plain(1)).run(pool);
            await().until(() -> pool.processStats().live() == 1);
            run.close();

            assertThat(run.summary().failures().get(0).excinfo())
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("the task that it was started for was cancelled");
            assertThat(pool.problem()).isEmpty();
            await().until(() -> workers.ended(WorkerEnd.KILLED) == 1);
            new MarksAt(file).leave();
            assertThat(new Sched(plain(3)).runAll(pool)).allMatch(TaskRes::succeeded);
        }
    }

    /** A main that is ready only if a file is there. */
    static final class HangsWithoutAFile {

        private HangsWithoutAFile() {}

        public static void main(String[] args) throws InterruptedException {
            if (!Path.of(args[0]).toFile().exists()) {
                new CountDownLatch(1).await();
            }
            ProcessWorker.main(args);
        }
    }

    @Test
    @DisplayName("3.8 interrupts that come when no task is executed leave the connection of a worker open")
    void lateInterrupts() {
        Task leaves = Task.named("leaves").runs(() -> {
            Thread worker = Thread.currentThread();
            Thread late = new Thread(() -> {
                while (true) {
                    worker.interrupt();
                }
            });
            late.setDaemon(true);
            late.start();
        });
        List<Task> tasks = new ArrayList<>(plain(2_000));
        tasks.add(0, leaves);
        try (ProcessWorkerPool pool = builder().build()) {
            assertThat(new Sched(tasks).runAll(pool)).hasSize(2_001).allMatch(TaskRes::succeeded);
            assertThat(pool.processStats().started()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a pool may be closed while a worker starts")
    void closedAtStart() throws Exception {
        ProcessWorkerPool pool =
                builder().main(HangsAtStart.class.getName(), marks.file()).build();
        FutureTask<Results> run = new FutureTask<>(() -> new Sched(plain(3)).runAll(pool));
        new Thread(run).start();
        await().until(() -> pool.processStats().live() == 1);
        pool.close();

        await().until(run::isDone);
        assertThat(pool.processStats().live()).isZero();
    }

    @Test
    @DisplayName("a process that a dead worker has started, and that keeps its pipes open, holds up nothing")
    void grandchildKeepsPipesOpen() {
        Marks mine = marks;
        ProcessWorkerPool pool = builder().build();
        try {
            WorkerLostException lost = runLost(pool, task("parent", () -> {
                Process grandchild =
                        new ProcessBuilder("sleep", "600").inheritIO().start();
                mine.add("" + grandchild.pid());
                Runtime.getRuntime().halt(5);
            }));
            assertThat(lost.exitStatus()).isEqualTo(5);
            pool.close();
            assertThat(pool.processStats().live()).isZero();
            assertThat(ProcessHandle.of(Long.parseLong(mine.all().get(0)))).isPresent();
        } finally {
            pool.close();
            marks.all().forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Test
    @DisplayName("3.8 a task that heeds its interrupt ends, and its worker lives on")
    void cancelled() {
        Marks mine = marks;
        try (ProcessWorkerPool pool = builder().build()) {
            Run run = new Sched(List.of(task("sleeps", () -> {
                        mine.add("began");
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            mine.add("interrupted");
                        }
                    })))
                    .run(pool);
            await().until(() -> mine.all().contains("began"));
            run.close();

            assertThat(mine.all()).containsExactly("began", "interrupted");
            assertThat(run.summary().ran()).isEqualTo(1);
            assertThat(new Sched(plain(3)).runAll(pool)).allMatch(TaskRes::succeeded);
            assertThat(pool.processStats().started()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("3.8 a task that ignores its interrupt is killed with its worker after the grace period;"
            + " the slot is free again")
    void cancelIgnored() {
        Marks mine = marks;
        try (ProcessWorkerPool pool =
                builder().gracePeriod(Duration.ofMillis(300)).build()) {
            Run run = new Sched(List.of(task("ignores", () -> {
                        mine.add("began");
                        while (true) {
                            Thread.interrupted();
                        }
                    })))
                    .run(pool);
            await().until(() -> mine.all().contains("began"));
            run.close();

            assertThat(run.summary().failures().get(0).excinfo())
                    .isInstanceOf(WorkerLostException.class)
                    .hasMessageContaining("its task did not respond to an interrupt within PT0.3S, so it was killed");
            assertThat(new Sched(plain(3)).runAll(pool)).allMatch(TaskRes::succeeded);
            awaitEnds(pool, WorkerEnd.KILLED, 1);
        }
    }

    @Test
    @DisplayName("3.8 a closed pool leaves no process, no zombie and no thread, whatever its workers do")
    void leavesNothing() throws Exception {
        Marks mine = marks;
        Workers workers = new Workers();
        ProcessWorkerPool pool = builder()
                .workers(3)
                .gracePeriod(Duration.ofMillis(500))
                .listener(workers)
                .build();
        assertThat(new Sched(plain(20)).runAll(pool)).hasSize(20);
        FutureTask<Results> run = new FutureTask<>(() -> new Sched(List.of(
                        task("spins", () -> {
                            mine.add("spins");
                            while (true) {
                                Thread.interrupted();
                            }
                        }),
                        task("starts", () -> {
                            mine.add(""
                                    + new ProcessBuilder("sleep", "600").start().pid());
                            while (true) {
                                Thread.interrupted();
                            }
                        })))
                .runAll(pool));
        new Thread(run).start();
        await().until(() -> mine.all().size() == 2);
        pool.close();

        await().until(run::isDone);
        assertThat(workers.started()).isNotEmpty();
        for (long pid : workers.started()) {
            assertThat(Path.of("/proc/" + pid)).doesNotExist(); // a zombie would be there
        }
        String grandchild = mine.all().stream()
                .filter(mark -> !mark.equals("spins"))
                .findFirst()
                .orElseThrow();
        await().until(() -> ProcessHandle.of(Long.parseLong(grandchild))
                .filter(ProcessHandle::isAlive)
                .isEmpty());
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("heavy-")));
    }

    /** A main that works for the first process alone, while that lives. */
    static final class OnlyOne {

        private OnlyOne() {}

        public static void main(String[] args) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(args[0], "rw")) {
                if (file.getChannel().tryLock() == null) {
                    System.err.println("there is room for one only");
                    System.exit(5);
                }
                ProcessWorker.main(args); // the lock is held until the process ends
            }
        }
    }

    @Test
    @DisplayName("3.9 tasks whose worker cannot be started wait for one that lives; the pool is not down")
    void waitsForALivingWorker() {
        Marks failed = marks;
        Marks ran = new Marks(folder.resolve("ran"));
        Workers workers = new Workers();
        WorkerListener marking = new WorkerListener() {
            @Override
            public void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {
                if (reason == WorkerEnd.START_FAILED) {
                    new MarksAt(Path.of(failed.file())).leave();
                }
            }
        };
        try (ProcessWorkerPool pool = builder()
                .workers(3)
                .main(OnlyOne.class.getName(), folder.resolve("lock").toString())
                .listener(workers)
                .listener(marking)
                .build()) {
            for (int i = 0; i < 3; i++) { // each time the living one is gone, another may live
                int before = failed.all().size();
                List<Task> tasks = IntStream.range(0, 40)
                        .mapToObj(t -> task("t" + t, () -> {
                            ran.add("ran");
                            await().until(() -> failed.all().size() > before);
                        }))
                        .toList();
                assertThat(new Sched(tasks).runAll(pool)).hasSize(40).allMatch(TaskRes::succeeded);
                assertThat(pool.problem()).isEmpty();
                kill(workers.started().get(i));
            }
            assertThat(ran.all()).hasSize(120);
            assertThat(workers.ended(WorkerEnd.START_FAILED)).isLessThanOrEqualTo(30);
        }
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    @Test
    @DisplayName("8.4 a task that was sent to a worker which ends before it has read it is executed by another one")
    void endedBeforeItBegan() throws Exception {
        Marks mine = marks;
        Workers workers = new Workers();
        try (ProcessWorkerPool pool = builder().listener(workers).build()) {
            assertThat(new Sched(plain(1)).runAll(pool)).allMatch(TaskRes::succeeded);
            long pid = workers.started().get(0);
            new ProcessBuilder("kill", "-STOP", "" + pid).start().waitFor();
            await().until(() ->
                    Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") T "));
            FutureTask<Results> run =
                    new FutureTask<>(() -> new Sched(List.of(task("sent", () -> mine.add("ran")))).runAll(pool));
            new Thread(run).start();
            await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                    .filter(thread -> thread.getKey().getName().startsWith("heavy"))
                    .anyMatch(thread -> Stream.of(thread.getValue())
                            .anyMatch(frame -> frame.getClassName().equals(Incoming.class.getName()))));
            kill(pid);

            assertThat(run.get().get(0).excinfo()).isNull();
            assertThat(mine.all()).containsExactly("ran");
            assertThat(workers.started()).hasSize(2);
        }
    }

    @Test
    @DisplayName(
            "8.4 signals that go to the whole process group leave a worker alone, and do end what its task has started")
    void outlivesSignalsToTheGroup() throws Exception {
        Marks mine = marks;
        Task finishes = Task.named("finishes").calls(() -> {
            Process own = new ProcessBuilder("sleep", "600").start();
            own.destroy();
            int status = own.waitFor();
            mine.add("" + pid());
            await().until(() -> mine.all().contains("signalled"));
            return "finished, " + status;
        });
        try (ProcessWorkerPool pool = builder().build()) {
            FutureTask<Results> run = new FutureTask<>(() -> new Sched(List.of(finishes)).runAll(pool));
            new Thread(run).start();
            await().until(() -> !mine.all().isEmpty());
            for (String signal : List.of("-INT", "-TERM", "-HUP")) {
                assertThat(new ProcessBuilder("kill", signal, mine.all().get(0))
                                .start()
                                .waitFor())
                        .isZero();
            }
            mine.add("signalled");

            assertThat(run.get().get(0).ret()).isEqualTo("finished, 143");
            assertThat(new Sched(plain(3)).runAll(pool)).allMatch(TaskRes::succeeded);
            assertThat(pool.processStats().started()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("8.4 what a JVM that cannot start says on stdout is in the exception")
    void jvmThatCannotStart() {
        try (ProcessWorkerPool pool =
                builder().jvmArguments("-Xms64m", "-Xmx32m").build()) {
            assertThat(new Sched(plain(1)).runAll(pool).get(0).excinfo())
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("; its last lines on stdout:\nError occurred during initialization of VM\n");
        }
    }
}
