package io.pexen.benchmarks;

import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.pool.WorkerPool;
import io.pexen.process.ProcessWorkerPool;
import io.pexen.process.TaskSource;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures the way to a worker process, compared with a bare pipe to a child JVM and a pool of threads: tasks that do
 * nothing, the start of a worker, a large result. All take turns, round by round.
 */
final class ProcessBenchmark {

    private static final int ROUNDS = 15;
    private static final int TASKS = 5_000;
    private static final int MESSAGE = 200;
    private static final int LARGE = 100_000_000;

    private final Map<String, double[]> measured = new LinkedHashMap<>();

    private ProcessBenchmark() {}

    /** Measures and prints the medians. */
    static void run() throws IOException, InterruptedException {
        new ProcessBenchmark().measure();
    }

    /** A measurement: returns how long it took, in the unit of its row. */
    @FunctionalInterface
    private interface Measurement {
        double take() throws IOException, InterruptedException;
    }

    private void measure() throws IOException, InterruptedException {
        Map<String, Measurement> rows = new LinkedHashMap<>();
        Process echo =
                java(Echo.class).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (WorkerPool threads = new ThreadWorkerPool(1, 1);
                ProcessWorkerPool lambdas = new ProcessWorkerPool(1, 1);
                ProcessWorkerPool supplied =
                        ProcessWorkerPool.builder().source(Tasks.class).build()) {
            Sched sched = new Sched(new Tasks().tasks());
            Sched large = new Sched(List.of(Task.named("large").calls(() -> new byte[LARGE])));
            rows.put("bare pipe, 200 bytes there and back, µs", () -> pipe(echo));
            rows.put("process pool, task of a source, µs", () -> micros(sched, supplied));
            rows.put("process pool, lambda, µs", () -> micros(sched, lambdas));
            rows.put("thread pool, µs", () -> micros(sched, threads));
            rows.put("start of a bare JVM that prints a line, ms", ProcessBenchmark::startBare);
            rows.put("start of a worker, until it is ready, ms", ProcessBenchmark::startWorker);
            rows.put("a result of 100 MB, MB/s", () -> LARGE / micros(1, large, lambdas));
            for (int round = 0; round < ROUNDS; round++) {
                for (Map.Entry<String, Measurement> row : rows.entrySet()) {
                    measured.computeIfAbsent(row.getKey(), any -> new double[ROUNDS])[round] =
                            row.getValue().take();
                }
            }
        } finally {
            echo.destroy();
        }
        measured.forEach((name, values) -> {
            double[] late = Arrays.copyOfRange(values, ROUNDS / 3, ROUNDS); // the first ones warm up
            Arrays.sort(late);
            System.out.printf(
                    Locale.ROOT,
                    "%-50s %10.1f   (%.1f to %.1f)%n",
                    name,
                    late[late.length / 2],
                    late[0],
                    late[late.length - 1]);
        });
    }

    private static ProcessBuilder java(Class<?> main) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    private static double pipe(Process echo) throws IOException {
        OutputStream out = echo.getOutputStream();
        InputStream in = echo.getInputStream();
        byte[] message = new byte[MESSAGE];
        long start = System.nanoTime();
        for (int i = 0; i < TASKS; i++) {
            out.write(message);
            out.flush();
            if (in.readNBytes(message, 0, MESSAGE) < MESSAGE) {
                throw new IOException("the echo has ended");
            }
        }
        return (System.nanoTime() - start) / 1e3 / TASKS;
    }

    private static double micros(Sched sched, WorkerPool pool) {
        return micros(TASKS, sched, pool);
    }

    private static double micros(int tasks, Sched sched, WorkerPool pool) {
        long start = System.nanoTime();
        Results results = sched.runAll(pool);
        double micros = (System.nanoTime() - start) / 1e3 / tasks;
        if (results.size() != tasks || !results.stream().allMatch(TaskRes::succeeded)) {
            throw new IllegalStateException("a task failed: " + results.summary());
        }
        return micros;
    }

    private static double startBare() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = java(Hello.class).start();
        if (process.getInputStream().read() != 'h') {
            throw new IOException("it did not start");
        }
        double millis = (System.nanoTime() - start) / 1e6;
        process.waitFor();
        return millis;
    }

    private static double startWorker() {
        Sched one = new Sched(List.of(Task.named("one").runs(() -> {})));
        try (ProcessWorkerPool pool = new ProcessWorkerPool(1, 1)) {
            micros(1, one, pool);
            return pool.processStats().startTime().toNanos() / 1e6;
        }
    }

    /** Tasks that do nothing. */
    static final class Tasks implements TaskSource {

        @Override
        public Collection<Task> tasks() {
            List<Task> tasks = new ArrayList<>();
            IntStream.range(0, TASKS).forEach(i -> tasks.add(Task.named("t" + i).runs(() -> {})));
            return tasks;
        }
    }

    /** Echoes its input. */
    static final class Echo {

        private Echo() {}

        public static void main(String[] args) throws IOException {
            byte[] message = new byte[MESSAGE];
            while (System.in.readNBytes(message, 0, MESSAGE) == MESSAGE) {
                System.out.write(message);
                System.out.flush();
            }
        }
    }

    /** Prints a line. */
    static final class Hello {

        private Hello() {}

        public static void main(String[] args) {
            System.out.println("hello");
        }
    }
}
