package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.run.Skipped;
import io.pexen.task.Task;
import io.pexen.test.CallerThreadPool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

    @Test
    @DisplayName("5.2 the text of a long chain leaves out its middle, and counts it")
    void countsWhatATextLeavesOut() {
        Task first = Task.named("t0").runs(NOTHING);
        List<Object> ten = List.of("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9");
        List<Object> eleven = Stream.concat(ten.stream(), Stream.of("k10")).toList();

        assertThat(new Skipped(first, Skipped.Reason.DEPENDENCY, first, ten).toString())
                .contains("did not provide \"k0\", and so on through 1 more task, so \"k2\" was");
        assertThat(new Skipped(first, Skipped.Reason.DEPENDENCY, first, eleven).toString())
                .contains("did not provide \"k0\", and so on through 2 more tasks, so \"k3\" was");
    }

    @Test
    @DisplayName("5.2 the texts, first and last keys of a long chain of skipped tasks cost no copies of the chain")
    void readingALongChainIsCheap() {
        List<Task> chain = new ArrayList<>();
        chain.add(Task.named("t0").runs(() -> {
            throw new IllegalStateException("so");
        }));
        for (int i = 1; i <= 30_000; i++) {
            chain.add(Task.named("t" + i).requires("t" + (i - 1)).runs(NOTHING));
        }
        List<Skipped> skipped =
                new Sched(chain).runAll(new CallerThreadPool()).summary().skipped();

        double megabytes = Allocated.megabytes(() -> {
            for (Skipped each : skipped) {
                assertThat(each.toString()).startsWith(each.task().id());
                assertThat(each.keys().get(0)).isEqualTo("t0");
                assertThat(each.keys().get(each.keys().size() - 1))
                        .isEqualTo(each.task().requires().iterator().next());
            }
        });
        assertThat(megabytes).isLessThan(400); // it was 1,800 and more, and they stayed
        List<Object> longest = skipped.get(29_999).keys();
        assertThat(longest).hasSize(30_000).element(12_345).isEqualTo("t12345");
        assertThat(longest.get(12_345)).isEqualTo("t12345");
        assertThat(longest).isEqualTo(List.copyOf(longest));
        assertThat(longest.subList(29_998, 30_000)).containsExactly("t29998", "t29999");
    }
}
