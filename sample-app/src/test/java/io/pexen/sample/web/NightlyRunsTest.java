package io.pexen.sample.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Sched;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.TaskRejectedException;

class NightlyRunsTest {

    private final Queue<Runnable> background = new ArrayDeque<>();

    @Test
    void refusesARunWhileOneIsUnderWay() {
        NightlyRuns runs = new NightlyRuns(new Sched(), background::add);
        assertThat(runs.start()).isTrue();
        assertThat(runs.start()).isFalse();
        assertThat(background).hasSize(1);
    }

    @Test
    void acceptsTheNextOnceARunCouldNotBeStarted() {
        TaskExecutor full = task -> {
            throw new TaskRejectedException("full");
        };
        NightlyRuns runs = new NightlyRuns(new Sched(), full);
        assertThatThrownBy(runs::start).isInstanceOf(TaskRejectedException.class);
        assertThatThrownBy(runs::start).isInstanceOf(TaskRejectedException.class);
    }
}
