package io.pexen.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Results;
import io.pexen.Sched;
import io.pexen.task.Kwarg;
import io.pexen.task.KwargException;
import io.pexen.task.PexenException;
import io.pexen.task.PexenTask;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.test.CallerThreadPool;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MethodFactoryTest {

    /** Methods that are tasks. */
    static class Nightly {

        @PexenTask(provides = "strikes", claims = "db", priority = 3)
        void load(SharedState shared) {
            shared.put("count", 7);
        }

        @PexenTask(id = "by-state", requires = "strikes", uses = "db", kwargs = "top = 10")
        String report(SharedState shared, @Kwarg("top") int top) {
            return shared.get("count") + "/" + top;
        }

        void noTask() {}
    }

    /** Takes a kwarg that it is not given. */
    static final class Lacks {
        @PexenTask
        void task(@Kwarg("top") int top) {}
    }

    /** Is given a kwarg that it does not take. */
    static final class Surplus {
        @PexenTask(kwargs = "top=1")
        void task() {}
    }

    /** Is given a kwarg of the wrong kind. */
    static final class Wrong {
        @PexenTask(kwargs = "top=many")
        void task(@Kwarg("top") int top) {}
    }

    @Test
    @DisplayName("each annotated method is a task with the metadata of its annotation")
    void makesTasksOfMethods() {
        List<Task> tasks = MethodFactory.tasksOf(new Nightly());

        assertThat(tasks).extracting(Task::id).containsExactly("by-state", "load");
        assertThat(tasks.get(0).requires()).containsExactly("strikes");
        assertThat(tasks.get(0).uses()).containsExactly("db");
        assertThat(tasks.get(0).kwargs().asMap()).containsEntry("top", 10);
        assertThat(tasks.get(1).claims()).containsExactly("db");
        assertThat(tasks.get(1).priority()).isEqualTo(3);
        Results results = new Sched(tasks).runAll(new CallerThreadPool());
        assertThat(results.get(1).ret()).isEqualTo("7/10");
    }

    @Test
    @DisplayName("1.3 kwargs that do not fit are refused, naming the task and the kwarg")
    void refusesKwargsThatDoNotFit() {
        for (Object object : List.of(new Lacks(), new Surplus(), new Wrong())) {
            assertThatThrownBy(() -> MethodFactory.tasksOf(object))
                    .isInstanceOf(KwargException.class)
                    .hasMessageContaining("task \"task\"")
                    .hasMessageContaining("kwarg \"top\"");
        }
    }

    @Test
    @DisplayName("an object without annotated methods is refused")
    void refusesObjectsWithoutTasks() {
        assertThatThrownBy(() -> MethodFactory.tasksOf("text"))
                .isInstanceOf(PexenException.class)
                .hasMessageContaining("java.lang.String has no method that carries @PexenTask");
    }
}
