package io.pexen.process;

import static io.pexen.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.Marks;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("3.9, 8.4 whatever happens to worker processes, each task has one outcome and the pool goes on")
@Timeout(120)
class WorkerFaultsTest extends WorkerFaults {

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
}
