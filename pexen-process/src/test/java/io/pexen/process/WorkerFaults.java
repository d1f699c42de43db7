package io.pexen.process;

import io.pexen.pool.Marks;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of faults of worker processes share. */
abstract class WorkerFaults {

    @TempDir
    Path folder;

    Marks marks;

    @BeforeEach
    void mark() {
        marks = new Marks(folder.resolve("marks"));
    }

    ProcessWorkerPool.Builder builder() {
        return ProcessWorkerPool.builder().name("heavy").workingDirectory(folder);
    }

    static Task task(String id, TaskBody.Runs body) {
        return Task.named(id).runs(body);
    }

    static List<Task> plain(int tasks) {
        return IntStream.range(0, tasks)
                .mapToObj(i -> task("plain" + i, () -> {}))
                .toList();
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
