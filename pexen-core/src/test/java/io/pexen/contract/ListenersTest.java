package io.pexen.contract;

import static io.pexen.contract.Tasks.NOTHING;
import static io.pexen.contract.Tasks.all;
import static io.pexen.contract.Tasks.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("3.5 Listeners")
class ListenersTest {

    @Test
    @DisplayName("3.5 listeners see each result before anything it unlocks starts")
    void listenersComeBeforeWhatIsUnlocked() {
        List<String> events = new CopyOnWriteArrayList<>();
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.named("t0").claims("lock").runs(() -> events.add("starts t0")));
        for (int i = 1; i < 100; i++) {
            String id = "t" + i;
            tasks.add(Task.named(id).requires("t" + (i - 1)).runs(() -> events.add("starts " + id)));
        }
        tasks.add(Task.named("waiter").claims("lock").priority(9).runs(() -> events.add("starts waiter")));
        Sched sched = new Sched(tasks).addListener(new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                events.add("seen " + res.task().id());
            }
        });
        try (ThreadWorkerPool pool = new ThreadWorkerPool(3, 3)) {
            for (int round = 0; round < 2; round++) {
                events.clear();
                int results = round == 0
                        ? sched.runAll(pool).size()
                        : all(sched.run(pool)).size();

                assertThat(results).isEqualTo(101);
                for (int i = 1; i < 100; i++) {
                    assertThat(events).containsSubsequence("seen t" + (i - 1), "starts t" + i);
                }
                assertThat(events).containsSubsequence("seen t0", "starts waiter");
            }
        }
    }

    @Test
    @DisplayName("3.5 listeners are told one thing at a time, also when several workers move the run")
    void listenersAreToldOneAtATime() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            tasks.add(Task.named("t" + i).runs(NOTHING));
        }
        Sched sched = new Sched(tasks).addListener(new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                inside.decrementAndGet();
            }
        });
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 8)) {
            assertThat(sched.runAll(pool)).hasSize(3_000);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    @DisplayName("3.5 when results are iterated, listeners are called on the consumer's thread")
    void listenersAreCalledOnTheConsumersThread() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Sched sched = new Sched(List.of(
                        Task.named("a").runs(Tasks.failing("so")),
                        Task.named("b").requires("a").runs(NOTHING)))
                .addListener(new RunListener() {
                    @Override
                    public void runStarted(RunHandle run) {
                        threads.add(Thread.currentThread());
                    }

                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        threads.add(Thread.currentThread());
                    }

                    @Override
                    public void taskSkipped(RunHandle run, Skipped skipped) {
                        threads.add(Thread.currentThread());
                    }

                    @Override
                    public void runEnded(RunHandle run, RunSummary summary) {
                        threads.add(Thread.currentThread());
                    }
                });
        assertThat(all(sched.run())).hasSize(1);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    @DisplayName("3.5 the listener has seen a result when the consumer gets it")
    void listenersComeBeforeTheConsumer() {
        RecordingListener listener = new RecordingListener();
        Sched sched =
                new Sched(List.of(Task.named("a").runs(NOTHING), Task.named("b").runs(NOTHING))).addListener(listener);
        List<String> consumed = new ArrayList<>();
        for (TaskRes res : sched.run(new CallerThreadPool())) {
            consumed.add(res.task().id());
            assertThat(listener.order()).isEqualTo(consumed);
        }
        assertThat(listener.summaries()).hasSize(1);
    }

    @Test
    @DisplayName("3.5 a listener that throws is logged, and changes nothing")
    void aFailingListenerChangesNothing() {
        RecordingListener after = new RecordingListener();
        Sched sched = new Sched(List.of(
                        Task.named("a").runs(Tasks.failing("so")),
                        Task.named("b").requires("a").runs(NOTHING),
                        Task.named("c").runs(NOTHING)))
                .addListener(new RunListener() {
                    @Override
                    public void runStarted(RunHandle run) {
                        throw new IllegalStateException("runStarted");
                    }

                    @Override
                    public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                        throw new AssertionError("taskFinished");
                    }

                    @Override
                    public void taskSkipped(RunHandle run, Skipped skipped) {
                        throw new IllegalStateException("taskSkipped");
                    }

                    @Override
                    public void runEnded(RunHandle run, RunSummary summary) {
                        throw new IllegalStateException("runEnded");
                    }
                })
                .addListener(after);
        try (Logs logs = Logs.ofRuns()) {
            assertThat(ids(sched.runAll(new CallerThreadPool()))).containsExactly("a", "c");

            assertThat(after.order()).containsExactly("a", "c");
            assertThat(after.skipped()).hasSize(1);
            assertThat(after.summaries()).hasSize(1);
            assertThat(logs.warnings().stream().filter(text -> text.contains("listener")))
                    .hasSize(5)
                    .allMatch(text -> text.contains("failed; the run continues"));
        }
    }

    /** A listener that says nothing of itself, and fails. */
    private static final class Mute implements RunListener {
        @Override
        public void runEnded(RunHandle run, RunSummary summary) {
            throw new IllegalStateException("so");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    @DisplayName("3.5 the log names the class of a listener that throws, whatever its toString does")
    void namesTheListenerThatThrows() {
        try (Logs logs = Logs.ofRuns()) {
            new Sched().name("nightly").addListener(new Mute()).runAll(new CallerThreadPool());
            assertThat(logs.warnings())
                    .containsExactly(
                            "sched \"nightly\": listener " + Mute.class.getName() + " failed; the run continues");
        }
    }
}
