package io.pexen.process;

import static io.pexen.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.contract.Logs;
import io.pexen.pool.Marks;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("3.9, 8.4 whatever happens while workers start, each task has one outcome and the pool goes on")
@Timeout(120)
class WorkerStartFaultsTest extends WorkerFaults {

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
