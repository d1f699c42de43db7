package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Run;
import io.pexen.Sched;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import io.pexen.test.CallerThreadPool;
import io.pexen.test.RecordingListener;
import io.pexen.test.SingleThreadPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SingleThreadPool")
class SingleThreadPoolTest extends WorkerPoolTest implements WorkersInThisJvm {

    private static final int GRAPHS = 300;

    @Override
    public WorkerPool create(int workers) {
        return new SingleThreadPool();
    }

    @Test
    @DisplayName("3.6 tasks execute in the order that CallerThreadPool has, whether iterated or collected")
    void hasTheOrderOfTheCallerThreadPool() {
        long seed = Long.getLong("pexen.seed", System.nanoTime());
        Random random = new Random(seed);
        try (SingleThreadPool single = new SingleThreadPool()) {
            for (int graph = 0; graph < GRAPHS; graph++) {
                List<String> executed = new CopyOnWriteArrayList<>();
                Sched sched = new Sched(tasks(random, executed));
                List<String> expected = collected(sched, new CallerThreadPool(), executed);
                assertThat(expected).isNotEmpty();
                assertThat(collected(sched, single, executed))
                        .as("seed " + seed)
                        .isEqualTo(expected);
                assertThat(iterated(sched, single, executed)).as("seed " + seed).isEqualTo(expected);
            }
        }
    }

    @Test
    @DisplayName("a task does not see the thread-locals of the caller, as it does with CallerThreadPool")
    void hidesThreadLocalsOfTheCaller() {
        ThreadLocal<String> user = new ThreadLocal<>();
        user.set("ann");
        Sched sched = new Sched(List.of(Task.named("who").calls(() -> user.get())));
        try (SingleThreadPool single = new SingleThreadPool()) {
            assertThat(sched.runAll(single).get(0).ret()).isNull();
            assertThat(sched.runAll(new CallerThreadPool()).get(0).ret()).isEqualTo("ann");
        } finally {
            user.remove();
        }
    }

    /** Tasks with random dependencies, locks, priorities and failures. */
    private static List<Task> tasks(Random random, List<String> executed) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(20); i++) {
            String id = "t" + i;
            boolean fails = random.nextInt(10) == 0;
            Task.Builder builder = Task.named(id).priority(random.nextInt(3));
            if (i > 0 && random.nextInt(3) > 0) {
                builder.requires("t" + random.nextInt(i));
            }
            if (random.nextInt(3) == 0) {
                builder.claims("lock" + random.nextInt(2));
            } else if (random.nextInt(3) == 0) {
                builder.uses("lock" + random.nextInt(2));
            }
            tasks.add(builder.runs(() -> {
                executed.add(id);
                if (fails) {
                    throw new IllegalStateException("meant");
                }
            }));
        }
        return tasks;
    }

    private static List<String> collected(Sched sched, WorkerPool pool, List<String> executed) {
        RecordingListener seen = new RecordingListener();
        sched.addListener(seen);
        executed.clear();
        sched.runAll(pool);
        assertThat(seen.order()).isEqualTo(executed);
        return List.copyOf(executed);
    }

    private static List<String> iterated(Sched sched, WorkerPool pool, List<String> executed) {
        executed.clear();
        List<String> results = new ArrayList<>();
        try (Run run = sched.run(pool)) {
            for (TaskRes res : run) {
                results.add(res.task().id());
            }
        }
        assertThat(results).isEqualTo(executed);
        return List.copyOf(executed);
    }
}
