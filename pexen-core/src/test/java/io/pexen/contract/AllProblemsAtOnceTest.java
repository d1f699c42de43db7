package io.pexen.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pexen.Sched;
import io.pexen.graph.GraphException;
import io.pexen.graph.Problem;
import io.pexen.task.Task;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AllProblemsAtOnceTest {

    @Test
    @DisplayName("2.2 cycles are listed beside all other problems")
    void listsCyclesBesideOtherProblems() {
        Task loop = Task.named("loop").requires("loop").runs(() -> {});
        Task mixed = Task.named("mixed").uses("db").claims("db").runs(() -> {});
        Task lacks = Task.named("lacks").requires("nothing at all").runs(() -> {});

        assertThat(catchThrowableOfType(GraphException.class, () -> new Sched(List.of(loop, mixed, lacks)))
                        .problems())
                .contains(new Problem.Cycle(List.of(loop), List.of("loop")));
    }
}
