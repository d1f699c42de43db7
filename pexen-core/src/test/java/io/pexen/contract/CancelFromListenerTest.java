package io.pexen.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelFromListenerTest {

    @Test
    @DisplayName("3.8 a listener that cancels a run that is collected keeps anything more from being dispatched")
    void cancellingFromAListenerEndsARunThatIsCollected() {
        Sched sched = new Sched(List.of(
                        Task.named("a").runs(() -> {}),
                        Task.named("b").requires("a").runs(() -> {})))
                .addListener(new RunListener() {
                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        run.cancel();
                    }
                });
        Results results = sched.runAll();
        assertThat(results).hasSize(1);
        assertThat(results.summary().cancelled()).extracting(Task::id).containsExactly("b");
    }
}
