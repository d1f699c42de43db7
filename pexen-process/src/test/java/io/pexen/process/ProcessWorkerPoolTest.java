package io.pexen.process;

import static io.pexen.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.pool.QueueingWorkerPoolTest;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.run.Results;
import io.pexen.task.Kwargs;
import io.pexen.task.PexenException;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("8.4 ProcessWorkerPool")
class ProcessWorkerPoolTest extends QueueingWorkerPoolTest {

    @Override
    public WorkerPool create(int workers) {
        return new ProcessWorkerPool(workers, 1);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static List<Task> pids(int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(i -> Task.named("t" + i).calls(ProcessWorkerPoolTest::pid))
                .toList();
    }

    private static Set<Object> rets(Results results) {
        return results.stream().map(TaskRes::ret).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("tasks run in other processes, which are kept for the next run")
    void runsInOtherProcesses() {
        try (ProcessWorkerPool pool = new ProcessWorkerPool(1, 1)) {
            assertThat(pool.processStats().live()).isZero();

            Set<Object> first = rets(new Sched(pids(20)).runAll(pool));
            Set<Object> second = rets(new Sched(pids(20)).runAll(pool));

            assertThat(first).hasSize(1).doesNotContain(pid()).isEqualTo(second);
            assertThat(pool.processStats().live()).isEqualTo(1);
            assertThat(pool.processStats().roundTrips()).isEqualTo(40);
            assertThat(pool.processStats().bytesSent()).isPositive();
            assertThat(pool.processStats().bytesReceived()).isPositive();
        }
    }

    /** What listeners see of the threads that call them. */
    private static final class Inherited implements WorkerListener {

        private final InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void workerStarted(String pool, String worker, long pid, Duration took) {
            note("start");
        }

        @Override
        public void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {
            note("end");
        }

        private void note(String event) {
            Object loader = Thread.currentThread().getContextClassLoader();
            all.add(event + " " + user.get() + " " + (loader == WorkerPool.class.getClassLoader()));
        }
    }

    @Test
    @DisplayName("8.7 no thread of the pool inherits thread-locals or the class loader of the thread that starts it")
    void threadsInheritNothing() throws Exception {
        Inherited inherited = new Inherited();
        try (URLClassLoader foreign = new URLClassLoader(new URL[0]);
                ProcessWorkerPool pool =
                        ProcessWorkerPool.builder().listener(inherited).build()) {
            FutureTask<Results> run = new FutureTask<>(() -> {
                inherited.user.set("Ann");
                return new Sched(pids(1)).runAll(pool);
            });
            Thread ann = new Thread(run);
            ann.setContextClassLoader(foreign);
            ann.start();

            assertThat(run.get()).allMatch(TaskRes::succeeded);
        }
        assertThat(inherited.all).containsExactly("start null true", "end null true");
    }

    @Test
    @DisplayName("3.8 durations that are too long to count mean as long as it takes")
    void durationsMayBeEndless() {
        Duration endless = ChronoUnit.FOREVER.getDuration();
        try (ProcessWorkerPool pool = ProcessWorkerPool.builder()
                .gracePeriod(endless)
                .startTimeout(endless)
                .build()) {
            Task sleeper = Task.named("sleeper").runs(() -> new CountDownLatch(1).await());
            try (Run run = new Sched(List.of(Task.named("first").runs(() -> {}), sleeper)).run(pool)) {
                assertThat(run.iterator().next().succeeded()).isTrue();
                run.cancel();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("8.9 a listener may close the pool when a worker starts or ends, without waiting for that worker")
    void mayBeClosedByAListener(boolean atStart) throws Exception {
        CompletableFuture<ProcessWorkerPool> made = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        WorkerListener closer = new WorkerListener() {
            @Override
            public void workerStarted(String pool, String worker, long pid, Duration took) {
                if (atStart) {
                    close();
                }
            }

            @Override
            public void workerEnded(String pool, String worker, WorkerEnd reason, int exitStatus) {
                close();
            }

            private void close() {
                made.join().close();
                closed.countDown();
            }
        };
        ProcessWorkerPool pool = ProcessWorkerPool.builder()
                .listener(closer)
                .tasksPerWorker(1)
                .gracePeriod(Duration.ofHours(1))
                .build();
        made.complete(pool);

        assertThat(new Sched(pids(1)).runAll(pool)).hasSize(1);
        closed.await();
        assertThat(pool.isClosed()).isTrue();
        await().until(() -> pool.processStats().live() == 0);
    }

    @Test
    @DisplayName("kwargs, shared state and results travel, and the shared state goes from parent to child task (4.2)")
    void partsTravel() {
        Task load = Task.named("load").provides("rows").runs(shared -> shared.put("rows", List.of(1, 2, 3)));
        Task sum = Task.named("sum")
                .requires("rows")
                .kwarg("factor", 10)
                .kwarg("nothing", null)
                .calls((shared, kwargs) -> shared.get("rows", List.class).size() * kwargs.get("factor", Integer.class)
                        + " " + kwargs.get("nothing") + " " + shared.get("preset"));
        Sched sched = new Sched(List.of(load, sum)).addShared("preset", "set");

        try (ProcessWorkerPool pool = new ProcessWorkerPool(1, 1)) {
            Results results = sched.runAll(pool);

            assertThat(results.get(1).ret()).isEqualTo("30 null set");
            assertThat(results.get(1).task()).isSameAs(sum);
            assertThat(results.get(1).shared())
                    .containsEntry("rows", List.of(1, 2, 3))
                    .containsEntry("preset", "set");
        }
    }

    @Test
    @DisplayName("3.2 a consumer gets results one by one, as from any pool")
    void iterates() {
        try (ProcessWorkerPool pool = new ProcessWorkerPool(2, 1);
                Run run = new Sched(pids(50)).run(pool)) {
            assertThat(run.stream().filter(TaskRes::succeeded).count()).isEqualTo(50);
        }
    }

    @Test
    @DisplayName("workers are started when they are needed, and at the same time")
    void startsWorkersWhenNeeded(@TempDir Path folder) {
        Rendezvous together = new Rendezvous(folder.toString(), 2);
        try (ProcessWorkerPool pool = new ProcessWorkerPool(2, 1)) {
            Results results = new Sched(List.of(
                            Task.named("a").runs(() -> together.meet("a")),
                            Task.named("b").runs(() -> together.meet("b"))))
                    .runAll(pool);

            assertThat(results).allMatch(TaskRes::succeeded);
            assertThat(pool.processStats().started()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName(
            "a task whose body or kwargs cannot travel is refused when the run starts, each named, and nothing runs")
    void refusesWhatCannotTravel() {
        Object captured = new Object();
        Holder holder = new Holder(List.of("fine", new Thread()));
        List<Task> tasks = List.of(
                Task.named("fine").runs(() -> {}),
                Task.named("captures").calls(captured::hashCode),
                Task.named("argued").kwarg("holder", holder).calls((shared, kwargs) -> kwargs.get("holder")));

        try (ProcessWorkerPool pool = ProcessWorkerPool.builder().name("heavy").build()) {
            assertThatThrownBy(() -> new Sched(tasks).runAll(pool))
                    .isInstanceOf(PexenException.class)
                    .hasMessageContaining("pool \"heavy\" executes tasks in other processes, and these cannot travel:")
                    .hasMessageContaining("task \"captures\": its body: java.lang.Object is not serializable")
                    .hasMessageContaining("task \"argued\": kwarg \"holder\": java.lang.Thread is not serializable, at"
                            + " .things[1]")
                    .hasMessageContaining("ProcessWorkerPool.builder().source(...)")
                    .hasMessageNotContaining("\"fine\"");
            assertThat(pool.processStats().started()).isZero();
        }
    }

    record Holder(List<Object> things) implements java.io.Serializable {}

    /** Supplies a task whose body could not travel. */
    static final class Supplier implements TaskSource {

        private final Object lock = new Object();

        @Override
        public Collection<Task> tasks() {
            return List.of(Task.named("supplied").kwarg("n", 1).calls((shared, kwargs) -> {
                synchronized (lock) {
                    return kwargs.get("n") + " in " + pid();
                }
            }));
        }
    }

    /** Has methods that are tasks. */
    static final class Annotated {

        private int calls;

        @PexenTask(kwargs = "times=3")
        String count(int times, SharedState shared, Kwargs kwargs) {
            calls += times;
            shared.put("calls", calls);
            return "calls " + calls;
        }
    }

    @Test
    @DisplayName("a source supplies tasks to parent and child, with the kwargs of the parent")
    void executesTasksOfSources() {
        try (ProcessWorkerPool pool = ProcessWorkerPool.builder()
                .source(Supplier.class)
                .source(Annotated.class)
                .build()) {
            List<Task> tasks = List.of(
                    Task.named("supplied").kwarg("n", 42).callsWith(kwargs -> "not here: " + new Object()),
                    io.pexen.factory.MethodFactory.tasksOf(new Annotated()).get(0));
            Results results = new Sched(tasks).runAll(pool);

            assertThat((String) results.get(0).ret()).startsWith("42 in ").isNotEqualTo("42 in " + pid());
            assertThat(results.get(1).ret()).isEqualTo("calls 3");
            assertThat(results.get(1).shared()).containsEntry("calls", 3);
        }
    }

    /** Cannot be made without an argument. */
    static final class Unmakeable implements TaskSource {

        Unmakeable(String argument) {
            assertThat(argument).isNotNull();
        }

        @Override
        public Collection<Task> tasks() {
            return List.of();
        }
    }

    @Test
    @DisplayName("settings and sources that make no sense are refused when the pool is made")
    void refusesWrongSettings() {
        assertThatThrownBy(() -> new ProcessWorkerPool(0, 1)).hasMessage("workers must be >= 1, was 0");
        assertThatThrownBy(() -> new ProcessWorkerPool(1, -1)).hasMessage("spare must be >= 0, was -1");
        assertThatThrownBy(() -> ProcessWorkerPool.builder().maxHeap("lots"))
                .hasMessage("maxHeap must be a size as -Xmx takes it, such as 512m, was \"lots\"");
        assertThatThrownBy(() -> ProcessWorkerPool.builder().startTimeout(Duration.ZERO))
                .hasMessage("startTimeout must be positive, was PT0S");
        assertThatThrownBy(() -> ProcessWorkerPool.builder().tasksPerWorker(-1))
                .hasMessage("tasksPerWorker must be >= 0, was -1");
        assertThatThrownBy(() -> ProcessWorkerPool.builder().messageLimit(10))
                .hasMessage("messageLimit must be >= 65536 bytes, was 10");
        assertThatThrownBy(() ->
                        ProcessWorkerPool.builder().source(Unmakeable.class).build())
                .hasMessageContaining("needs a constructor without arguments");
        assertThatThrownBy(() -> ProcessWorkerPool.builder()
                        .source(Supplier.class)
                        .source(Supplier.class)
                        .build())
                .hasMessageContaining("task \"supplied\" is supplied by " + Supplier.class.getName());
    }

    @Test
    @DisplayName("workers have the heap, the JVM arguments, the environment and the folder that the pool was given")
    void startsWorkersAsTold(@TempDir Path folder) {
        try (ProcessWorkerPool pool = ProcessWorkerPool.builder()
                .maxHeap("64m")
                .jvmArguments("-Dpexen.test=said")
                .environment("PEXEN_TEST", "set")
                .workingDirectory(folder)
                .build()) {
            Task ask = Task.named("ask")
                    .calls(() -> List.of(
                            Runtime.getRuntime().maxMemory() >> 20,
                            System.getProperty("pexen.test"),
                            System.getenv("PEXEN_TEST"),
                            System.getProperty("user.dir"),
                            System.in.read()));

            Object ret = new Sched(List.of(ask)).runAll(pool).get(0).ret();
            assertThat((List<?>) ret).hasSize(5);
            assertThat((Long) ((List<?>) ret).get(0)).isBetween(50L, 64L);
            assertThat(((List<?>) ret).subList(1, 5))
                    .asString()
                    .isEqualTo(List.of("said", "set", folder.toString(), -1).toString());
        }
    }

    @Test
    @DisplayName("a debugger or JMX port that the environment asks every JVM for is not a worker's, the rest is")
    void inheritsNoPorts() {
        assertThat(Launch.withoutPorts("-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005 -Dx=y"))
                .isEqualTo("-Xmx1g  -Dx=y");
        assertThat(Launch.withoutPorts(
                        "-Dcom.sun.management.jmxremote.port=9010 -Dcom.sun.management.jmxremote -agentlib:hprof"))
                .isEqualTo("-agentlib:hprof");
        assertThat(Launch.withoutPorts("'-agentlib:jdwp=address=5005,launch=a b' \"-Xrunjdwp:address=x y\" '-Dx=a b'"))
                .isEqualTo("'-Dx=a b'");
        assertThat(Launch.withoutPorts("-Dnote=-agentlib:jdwp")).isEqualTo("-Dnote=-agentlib:jdwp");
    }

    @Test
    @DisplayName("a worker is replaced after as many tasks as one may execute, and a listener is told")
    void recyclesWorkers() {
        Workers workers = new Workers();
        try (ProcessWorkerPool pool =
                ProcessWorkerPool.builder().tasksPerWorker(5).listener(workers).build()) {
            assertThat(rets(new Sched(pids(20)).runAll(pool))).hasSize(4);
            await().until(() -> workers.ended(WorkerEnd.RECYCLED) == 4);
            assertThat(workers.started()).hasSize(4);
        }
        assertThat(workers.ended(WorkerEnd.RECYCLED)).isEqualTo(4);
    }

    @Test
    @DisplayName("a stranger that connects to a starting worker's port is turned away")
    void turnsStrangersAway() throws Exception {
        // The secret is what lets a worker in: one that is told a wrong one gets no task.
        try (ProcessWorkerPool pool = ProcessWorkerPool.builder()
                .main(Impostor.class.getName())
                .startTimeout(Duration.ofSeconds(3))
                .build()) {
            Results results = new Sched(pids(1)).runAll(pool);
            assertThat(results.get(0).excinfo())
                    .isInstanceOf(WorkerStartException.class)
                    .hasMessageContaining("it was not ready within PT3S");
        }
    }

    @Test
    @DisplayName("8.4 neither the secret nor an argument shows in the process list, and the file with them is gone")
    void secretDoesNotShow() throws Exception {
        Task look = Task.named("look")
                .calls(() -> List.of(
                        pid(),
                        System.getenv().toString(),
                        String.valueOf(System.getProperty("password")),
                        String.join("|", ManagementFactory.getRuntimeMXBean().getInputArguments())));
        String password = "it's \"s3cret\" \\ #1 $HOME\n";
        try (ProcessWorkerPool pool = ProcessWorkerPool.builder()
                .name("a/b")
                .jvmArguments("-Dpassword=" + password, "-Dempty=")
                .build()) {
            List<?> ret = (List<?>) new Sched(List.of(look)).runAll(pool).get(0).ret();
            String commandLine = Files.readString(Path.of("/proc/" + ret.get(0) + "/cmdline"));
            assertThat(commandLine).doesNotContain("s3cret").contains("a_b-1");
            assertThat(commandLine + ret.get(1)).doesNotContainPattern("\\b[0-9a-f]{64}\\b");
            assertThat(ret.get(2)).isEqualTo(password);
            assertThat(Path.of(commandLine
                                    .substring(commandLine.indexOf('@') + 1)
                                    .replace("\0", ""))
                            .getParent())
                    .doesNotExist();
        }
    }

    @Test
    @DisplayName("a run may send some tasks to other processes and keep the rest, whose bodies need not travel")
    void mixesPools() {
        Object captured = new Object();
        Task here = Task.named("here").provides("x").calls(shared -> {
            shared.put("hash", captured.hashCode());
            return pid();
        });
        Task there = Task.named("there").pool("heavy").requires("x").calls(shared -> {
            shared.put("pid", pid());
            return shared.get("hash");
        });
        Task back = Task.named("back").requires("there").calls(shared -> shared.get("pid") + " " + captured.hashCode());
        try (ThreadWorkerPool threads = new ThreadWorkerPool(2, 1);
                ProcessWorkerPool heavy =
                        ProcessWorkerPool.builder().name("heavy").build()) {
            Results results =
                    new Sched(List.of(here, there, back)).addPool(heavy).runAll(threads);

            assertThat(results).extracting(TaskRes::excinfo).containsOnlyNulls();
            assertThat(results.get(0).ret()).isEqualTo(pid());
            assertThat(results.get(1).ret()).isEqualTo(captured.hashCode());
            assertThat((String) results.get(2).ret()).doesNotStartWith(pid() + " ");
        }
    }
}
