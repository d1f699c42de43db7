package io.pexen.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.task.Task;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LongChainOfSkippedTasksTest {

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName("5.2 a chain of many tasks whose first one fails is skipped in reasonable time")
    void skipsLongChains() {
        int size = 10_000;
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("t0").runs(() -> {
            throw new IllegalStateException("so");
        }));
        for (int i = 1; i < size; i++) {
            tasks.add(Task.named("t" + i).requires("t" + (i - 1)).runs(() -> {}));
        }

        assertThat(new Sched(tasks).runAll(new CallerThreadPool()).summary().skipped())
                .hasSize(size - 1);
    }
}
