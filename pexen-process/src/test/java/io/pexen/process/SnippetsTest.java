package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.WorkerPool;
import io.pexen.run.Results;
import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code that Javadoc shows, see {@code {@snippet}}. */
@Timeout(60)
class SnippetsTest {

    @Test
    @DisplayName("a pool of processes runs a sched")
    void pool() {
        Sched sched = new Sched(
                List.of(Task.named("pid").calls(() -> ProcessHandle.current().pid())));
        Object pid;
        // @start region="pool"
        try (WorkerPool pool =
                ProcessWorkerPool.builder().workers(4).maxHeap("64m").build()) {
            Results results = sched.runAll(pool).orThrow();
            pid = results.get("pid").ret(); // that of a child JVM
        }
        // @end
        assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
    }
}
