package io.pexen;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.factory.MethodFactory;
import io.pexen.pool.ThreadWorkerPool;
import io.pexen.run.Results;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.TaskTimes;
import io.pexen.task.Kwarg;
import io.pexen.task.PexenTask;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code that Javadoc shows, see {@code {@snippet}}. */
@Timeout(20)
class SnippetsTest {

    private final List<String> done = new ArrayList<>();

    private String greet(Object name) {
        return "Hello, " + name;
    }

    @Test
    @DisplayName("a sched is defined, collected and iterated")
    void sched() {
        // @start region="sched"
        Task load = Task.named("load").provides("data").calls(shared -> greet(shared.get("name")));
        Task report = Task.named("report").requires("data").claims("printer").runs(() -> done.add("report"));
        Sched sched = new Sched(List.of(load, report)).name("nightly").addShared("name", "pexen");

        Results results = sched.runAll().orThrow(); // throws if a task failed
        Object greeting = results.get("load").ret();
        // @end
        assertThat(greeting).isEqualTo("Hello, pexen");

        // @start region="run"
        try (ThreadWorkerPool pool = new ThreadWorkerPool(4, 1);
                Run run = sched.run(pool)) {
            for (TaskRes res : run) {
                done.add(res.task().id()); // while this works on a result, nothing new is dispatched
            }
        }
        // @end
        assertThat(done).containsExactly("report", "load", "report", "report");
    }

    @Test
    @DisplayName("scheds that share a scope exclude each other")
    void lockScope() {
        Task task = Task.named("task").claims("db").runs(() -> {});
        // @start region="scope"
        LockScope scope = new LockScope();
        Sched imports = new Sched(List.of(task)).lockScope(scope);
        Sched cleanup = new Sched(List.of(task)).lockScope(scope); // never has "db" while imports has it
        // @end
        assertThat(imports.lockScope()).isSameAs(cleanup.lockScope());
    }

    @Test
    @DisplayName("a listener is notified")
    void listener() {
        // @start region="listener"
        RunListener slow = new RunListener() {
            @Override
            public void taskFinished(RunHandle run, TaskRes res, TaskTimes times) {
                done.add(run.schedName() + ": " + res.task().id() + " took " + times.body() + " ns");
            }

            @Override
            public boolean timed() {
                return true;
            }
        };
        Sched sched = new Sched(List.of(Task.named("load").runs(() -> {}))).addListener(slow);
        // @end
        sched.runAll();
        assertThat(done).singleElement().asString().startsWith("sched: load took ");
    }

    @Test
    @DisplayName("a task is declared with a builder")
    void task() {
        // @start region="task"
        Task greet = Task.named("greet")
                .provides("worldtype")
                .claims("world")
                .priority(-1)
                .runs(shared -> shared.put("wtype", "Silicate"));
        // @end
        assertThat(greet.provides()).containsExactly("worldtype");
    }

    /** A bean. */
    static final class Reports {
        // @start region="annotation"
        @PexenTask(requires = "strikes", uses = "db", priority = 5, kwargs = "top=10")
        List<Integer> byState(@Kwarg int top) {
            return List.of(top);
        }
        // @end
    }

    @Test
    @DisplayName("a method becomes a task")
    void annotation() {
        assertThat(MethodFactory.tasksOf(new Reports())).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("byState");
            assertThat(task.priority()).isEqualTo(5);
        });
    }
}
