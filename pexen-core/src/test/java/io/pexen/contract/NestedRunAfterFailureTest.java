package io.pexen.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.LockScope;
import io.pexen.Results;
import io.pexen.Sched;
import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NestedRunAfterFailureTest {

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @DisplayName(
            "3.9/6.6 a run inside a task that needs a lock which a failed task of the outer run keeps gets an error")
    void doesNotHang() {
        LockScope scope = new LockScope();
        Sched inner = new Sched(List.of(Task.named("inner").claims("x").runs(() -> {}))).lockScope(scope);
        Sched outer = new Sched(List.of(
                        Task.named("fails").claims("x").runs(() -> {
                            throw new IllegalStateException("so");
                        }),
                        Task.named("nests")
                                .requires("go")
                                .calls(() -> inner.runAll().size()),
                        Task.named("go").priority(1).runs(() -> {})))
                .lockScope(scope);
        Results results = outer.runAll();
        assertThat(results).hasSize(3);
        assertThat(results.get(2).excinfo()).hasMessageContaining("lock");
    }
}
