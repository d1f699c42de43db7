package io.pexen.process;

import static io.pexen.process.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.Marks;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("3.8 what becomes of workers and parents in JVMs of their own")
@Timeout(120)
class KilledParentTest {

    @TempDir
    private Path folder;

    private static Process start(Class<?> main, String heap, File output, String... arguments) throws Exception {
        return builder(main, heap, output, arguments).start();
    }

    private static ProcessBuilder builder(Class<?> main, String heap, File output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    }

    /** Has a worker that waits, one that is busy, one that prints all the time, and one with a process of its own. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] args) {
            Marks marks = new Marks(Path.of(args[0]));
            List<Task> tasks = List.of(
                    Task.named("waits").runs(() -> {
                        marks.add("" + ProcessHandle.current().pid());
                        new CountDownLatch(1).await();
                    }),
                    Task.named("spins").runs(() -> {
                        marks.add("" + ProcessHandle.current().pid());
                        while (true) {
                            Thread.interrupted();
                        }
                    }),
                    Task.named("prints").runs(() -> {
                        marks.add("" + ProcessHandle.current().pid());
                        while (true) {
                            System.out.println("and on and on");
                        }
                    }),
                    Task.named("starts").runs(() -> {
                        marks.add(
                                "" + new ProcessBuilder("sleep", "600").start().pid());
                        marks.add("" + ProcessHandle.current().pid());
                        new CountDownLatch(1).await();
                    }));
            new Sched(tasks).runAll(new ProcessWorkerPool(4, 0));
        }
    }

    @Test
    @DisplayName("when the parent is killed all its workers end at once, and what they have started")
    void workersDieWithTheirParent() throws Exception {
        Marks marks = new Marks(folder.resolve("pids"));
        Process parent = start(Parent.class, "256m", folder.resolve("output").toFile(), marks.file());
        await().until(() -> marks.all().size() == 5);
        // One worker shall be blocked on its output when the parent dies: so that reads nothing any more.
        new ProcessBuilder("kill", "-STOP", "" + parent.pid()).start().waitFor();
        parent.destroyForcibly().waitFor();

        await().until(() -> marks.all().stream().noneMatch(KilledParentTest::runs));
    }

    /** Starts a worker that has a password among its arguments. */
    static final class Starts {

        private Starts() {}

        public static void main(String[] args) {
            ProcessWorkerPool pool = ProcessWorkerPool.builder()
                    .main(Late.class.getName(), args[0], "s3cret")
                    .build();
            new Sched(List.of(Task.named("never").runs(() -> {}))).runAll(pool);
        }
    }

    /** A worker that waits for a mark before it continues. */
    static final class Late {

        private Late() {}

        public static void main(String[] args) throws IOException {
            Marks marks = new Marks(Path.of(args[0]));
            marks.add("" + ProcessHandle.current().pid());
            await().until(() -> marks.all().contains("go on"));
            ProcessWorker.main(args);
        }
    }

    @Test
    @DisplayName("8.4 when the parent is killed while a worker starts, the worker leaves no file with its arguments")
    void workersDeleteTheirArguments() throws Exception {
        Marks marks = new Marks(folder.resolve("pids"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        ProcessBuilder builder =
                builder(Starts.class, "256m", folder.resolve("output").toFile(), marks.file());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        Process parent = builder.start();
        await().until(() -> !marks.all().isEmpty() && names(temporary).contains("answers"));
        assertThat(names(temporary)).contains("pexen-process-1-1");
        parent.destroyForcibly().waitFor();
        marks.add("go on");

        await().until(() -> !runs(marks.all().get(0)));
        assertThat(names(temporary)).isEmpty();
    }

    /** Of all that is in a folder, at any depth. */
    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    /** Whether the process table has it as other than a zombie, which waits for its new parent to look. */
    private static boolean runs(String pid) {
        if (!Files.exists(Path.of("/proc/self/stat"))) { // no Linux
            return ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .isPresent();
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false; // it has left the table
        }
    }

    /** Says how workers connect, and runs tasks with small and large results, one of which ends its worker. */
    static final class Connects {

        private Connects() {}

        public static void main(String[] args) throws IOException {
            try (Acceptor acceptor = Launch.acceptor(PrivateFolder.create())) {
                System.out.println(acceptor.address().replaceAll(":.*", ""));
            }
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int size = i * i * 1_000;
                tasks.add(Task.named("t" + i).calls(() -> new byte[size]));
            }
            tasks.add(25, Task.named("halts").runs(() -> Runtime.getRuntime().halt(1)));
            try (ProcessWorkerPool pool = new ProcessWorkerPool(2, 1)) {
                System.out.println(new Sched(tasks)
                        .runAll(pool).stream()
                                .filter(TaskRes::succeeded)
                                .mapToInt(res -> ((byte[]) res.ret()).length)
                                .sum());
            }
        }
    }

    @Test
    @DisplayName("where there is no mkfifo, workers connect over TCP, and all is the same")
    void withoutMkfifo() throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = builder(Connects.class, "256m", output.toFile());
        builder.environment().put("PATH", folder.toString());
        assertThat(builder.start().waitFor()).as(Files.readString(output)).isZero();

        int sum = IntStream.range(0, 50).map(i -> i * i * 1_000).sum();
        assertThat(output).content().contains("tcp\n").contains("\n" + sum + "\n");
        assertThat(start(Connects.class, "256m", output.toFile()).waitFor()).isZero();
        assertThat(output).content().contains("pipes\n").contains("\n" + sum + "\n");
    }

    @Test
    @DisplayName("8.4 an mkfifo that hangs is given up, once, and workers connect over TCP")
    void mkfifoHangs() throws Exception {
        Path mkfifo = Files.createFile(
                folder.resolve("mkfifo"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(mkfifo, "#!/bin/sh\nexec sleep 600\n");
        Path output = folder.resolve("output");
        ProcessBuilder builder = builder(Connects.class, "256m", output.toFile());
        builder.environment().merge("PATH", folder.toString(), (path, first) -> first + File.pathSeparator + path);
        Process parent = builder.start();
        assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(parent.exitValue()).as(Files.readString(output)).isZero();
        assertThat(output).content().contains("tcp\n");
    }

    /** Runs a task that prints a gigabyte. */
    static final class Flooded {

        private static final int LINE = 128;

        private Flooded() {}

        public static void main(String[] args) {
            long lines = Long.parseLong(args[0]) / LINE;
            Task flood = Task.named("flood").calls(() -> {
                byte[] block = ("x".repeat(LINE - 1) + "\n").repeat(1 << 9).getBytes(StandardCharsets.US_ASCII);
                for (long i = 0; i < lines; i += 1 << 9) {
                    System.out.write(block, 0, block.length);
                }
                System.out.flush();
                return lines;
            });
            ProcessWorkerPool pool = new ProcessWorkerPool(1, 0);
            try (pool) {
                Object ret = new Sched(List.of(flood)).runAll(pool).get(0).ret();
                System.out.println("returned " + ret + ", dropped "
                        + (pool.processStats().linesDropped() > lines / 2 ? "most" : "few"));
            }
        }
    }

    @Test
    @DisplayName(
            "a gigabyte on stdout: the task completes, a small parent survives it, and what was dropped is counted")
    void flood() throws Exception {
        Path output = folder.resolve("output");
        Process parent = start(Flooded.class, "32m", output.toFile(), "" + (1L << 30));

        assertThat(parent.waitFor()).isZero();
        assertThat(output).content().contains("returned " + (1L << 30) / 128 + ", dropped most");
    }
}
