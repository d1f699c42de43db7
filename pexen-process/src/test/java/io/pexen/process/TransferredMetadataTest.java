package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("8.4 the metadata of tasks travels")
@Timeout(60)
class TransferredMetadataTest extends TransferPool {

    enum Key {
        DISK
    }

    @Test
    @DisplayName("8.4 a body in a worker sees the metadata of its task (1.1); keys that cannot travel are left out")
    void metadata() {
        Task first = Task.named("first").provides("key").runs(() -> {});
        Task task = Task.named("a")
                .requires("key", "first")
                .provides("out", Key.DISK)
                .uses("u1", new TransferTest.Plain())
                .claims("c1", List.of("c2").get(0))
                .priority(-7)
                .pool("heavy")
                .kwarg("k", 1)
                .body(new Describes());
        assertThat(new Sched(List.of(first, task)).runAll(pool).get(1).ret())
                .isEqualTo("a [key, first] [out, DISK] [u1] [c1, c2] -7 heavy {k=1}");
        assertThat(run(Task.named("b").kwarg("k", 2).body(new Describes())).ret())
                .isEqualTo("b [] [] [] [] 0 null {k=2}");
    }

    /** Keys whose copies are none: one has lost what its equals needs, the other has become a list. */
    static final class OneWay implements Serializable {
        private static final long serialVersionUID = 1L;

        private final transient Object identity = new Object();
        private final boolean list;

        OneWay(boolean list) {
            this.list = list;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OneWay key ? identity.equals(key.identity) : identity.equals(other);
        }

        @Override
        public int hashCode() {
            return identity.hashCode();
        }

        private Object readResolve() {
            return list ? List.of("no key") : this;
        }
    }

    @Test
    @DisplayName("8.4 keys whose copies are of no use in a worker cost no task, few or many")
    void keysThatChangeOnTheWay() {
        for (int more : new int[] {1, 100}) {
            Task task = Task.named("a")
                    .claims(new OneWay(true), new OneWay(false), new OneWay(false))
                    .claims(IntStream.range(0, more).mapToObj(i -> "c" + i).toArray())
                    .body(new Describes());
            TaskRes res = run(task);
            assertThat(res.excinfo()).isNull();
            assertThat((String) res.ret()).contains("c0").doesNotContain("no key");
        }
    }

    static final class Describes implements TaskBody {
        private static final long serialVersionUID = 1L;

        @Override
        public Object call(TaskContext context) {
            Task task = context.task();
            return task.id() + " " + task.requires() + " " + task.provides() + " " + task.uses() + " " + task.claims()
                    + " " + task.priority() + " " + task.pool() + " "
                    + context.kwargs().asMap();
        }

        @Override
        public boolean takesKwargs() {
            return true;
        }
    }
}
