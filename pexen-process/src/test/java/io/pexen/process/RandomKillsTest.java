package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.Marks;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("3.9 many tasks and workers that are killed at random")
class RandomKillsTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    @DisplayName("each task has exactly one outcome, none runs twice, and the pool keeps its size")
    void someKills() {
        kill(1_000, new Random().nextLong());
    }

    @Test
    @Tag("stress")
    @Timeout(600)
    @DisplayName("each of 10,000 tasks has exactly one outcome, none runs twice, and the pool keeps its size")
    void manyKills() {
        kill(Integer.getInteger("pexen.tasks", 10_000), new Random().nextLong());
    }

    private void kill(int count, long seed) {
        System.out.println("random kills: seed " + seed);
        Random random = new Random(seed);
        Marks marks = new Marks(folder.resolve("marks"));
        Set<String> victims = new HashSet<>();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "t" + i;
            boolean victim = random.nextInt(100) == 0;
            if (victim) {
                victims.add(id);
            }
            tasks.add(Task.named(id).calls(() -> {
                marks.add(id);
                if (victim) {
                    ProcessBuilder kill = new ProcessBuilder(
                            "kill", "-9", "" + ProcessHandle.current().pid());
                    kill.start().waitFor();
                    new CountDownLatch(1).await(); // until it is killed
                }
                return id;
            }));
        }
        Workers workers = new Workers();
        try (ProcessWorkerPool pool = ProcessWorkerPool.builder()
                .workers(2)
                .spare(4)
                .listener(workers)
                .build()) {
            Results results = new Sched(tasks).runAll(pool);

            Map<String, TaskRes> byTask = new HashMap<>();
            results.forEach(res -> assertThat(byTask.put(res.task().id(), res)).isNull());
            assertThat(byTask).hasSize(count);
            byTask.forEach((id, res) -> {
                if (victims.contains(id)) {
                    assertThat(res.excinfo()).isInstanceOf(WorkerLostException.class);
                    assertThat(((WorkerLostException) res.excinfo()).signal()).isEqualTo(9);
                } else {
                    assertThat(res.ret()).isEqualTo(id);
                }
            });
            assertThat(marks.all()).hasSize(count).doesNotHaveDuplicates();
            assertThat(pool.processStats().live()).isLessThanOrEqualTo(2);
            assertThat(workers.started().size() - victims.size()).isBetween(0, 2);
        }
        assertThat(workers.ended(WorkerEnd.LOST)).isEqualTo(victims.size());
    }
}
