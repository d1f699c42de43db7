package io.pexen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import java.util.AbstractList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResultsTest {

    /** Counts how often one of them is looked at. */
    private static final class Counted extends AbstractList<TaskRes> {

        private final List<TaskRes> all;
        private int looks;

        Counted(List<TaskRes> all) {
            this.all = all;
        }

        @Override
        public TaskRes get(int index) {
            looks++;
            return all.get(index);
        }

        @Override
        public int size() {
            return all.size();
        }
    }

    @Test
    void looksAtEachResultOnceHoweverManyAreLookedFor() {
        int count = 1_000;
        Results run = new Sched(IntStream.range(0, count)
                        .mapToObj(i -> Task.named("t" + i).calls(() -> i))
                        .toList())
                .runAll(new CallerThreadPool());
        Counted counted = new Counted(run);
        Results results = new Results(counted, run.summary());

        for (int i = 0; i < count; i++) {
            assertThat(results.get("t" + i).ret()).isEqualTo(i);
        }
        assertThat(results.find("t")).isEmpty();
        assertThat(counted.looks).isEqualTo(count);
    }
}
