package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.pool.Marks;
import io.pexen.run.Results;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("8.4 what filters refuse is not read")
@Timeout(60)
class TransferFilterTest extends TransferPool {

    @Test
    @DisplayName("what the JVM-wide filter of a worker refuses is refused, besides what the serializer does")
    void filterOfTheJvm() {
        try (ProcessWorkerPool strict = ProcessWorkerPool.builder()
                .jvmArguments("-Djdk.serialFilter=!java.util.BitSet")
                .build()) {
            Results results = new Sched(List.of(
                            Task.named("a").kwarg("v", new BitSet()).calls((shared, kwargs) -> "ran"),
                            Task.named("b").kwarg("l", new ArrayList<>()).calls((shared, kwargs) -> "ran")))
                    .runAll(strict);
            assertThat(results)
                    .filteredOn(res -> !res.succeeded())
                    .singleElement()
                    .satisfies(res -> assertThat(res.excinfo())
                            .isInstanceOf(TransferException.class)
                            .hasMessageContaining("kwarg \"v\": the filter of the receiver refuses it"));
        }
    }

    /** Leaves a mark in each process that reads it. */
    static class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Marks marks;

        Gadget(Marks marks) {
            this.marks = marks;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            marks.add("read by " + ProcessHandle.current().pid());
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    static class GadgetException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final Gadget gadget;

        GadgetException(Gadget gadget) {
            super("with a gadget");
            this.gadget = gadget;
        }
    }

    /** Is written as a gadget. */
    static class DisguisedGadget extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Gadget gadget;

        DisguisedGadget(Gadget gadget) {
            this.gadget = gadget;
        }

        private Object writeReplace() {
            return gadget;
        }
    }

    /** Refuses gadgets. */
    public static final class Strict extends JavaSerializer {
        public Strict() {
            super(info -> info.serialClass() == Gadget.class
                    ? ObjectInputFilter.Status.REJECTED
                    : ObjectInputFilter.Status.UNDECIDED);
        }
    }

    @Test
    @DisplayName(
            "8.4 the filter of a serializer is asked of exceptions, bodies, and all else that is read on either side")
    void filterIsForAll(@TempDir Path folder) {
        Marks marks = new Marks(folder.resolve("marks"));
        Gadget gadget = new Gadget(marks);
        try (ProcessWorkerPool strict =
                ProcessWorkerPool.builder().serializer(Strict.class).build()) {
            Results results = new Sched(List.of(
                            Task.named("throws").runs(() -> {
                                throw new GadgetException(new Gadget(marks));
                            }),
                            Task.named("returns").calls(() -> new Gadget(marks)),
                            Task.named("captures").calls(() -> gadget.marks.file()),
                            Task.named("takes").kwarg("g", gadget).calls((shared, kwargs) -> "ran")))
                    .runAll(strict);

            assertThat(marks.all()).isEmpty();
            assertThat(results).hasSize(4).noneMatch(TaskRes::succeeded);
            for (TaskRes res : results) {
                Throwable excinfo = Objects.requireNonNull(res.excinfo());
                String said = res.task().id().equals("throws")
                        ? excinfo.getSuppressed()[0].getMessage()
                        : excinfo.getMessage();
                assertThat(said).contains("the filter of the receiver refuses it", Gadget.class.getName());
                if (res.task().id().equals("throws")) {
                    assertThat(excinfo).hasToString(GadgetException.class.getName() + ": with a gadget");
                }
            }
        }
    }

    @Test
    @DisplayName("8.4 what is written for an exception is a Throwable, or nothing of it is read")
    void exceptionsAreThrowables(@TempDir Path folder) {
        Marks marks = new Marks(folder.resolve("marks"));
        TaskRes res = run(Task.named("a").runs(() -> {
            throw new DisguisedGadget(new Gadget(marks));
        }));
        assertThat(res.excinfo()).isInstanceOf(ReplicaException.class);
        assertThat(res.excinfo().getSuppressed()[0])
                .hasMessageContaining(Gadget.class.getName() + " is no java.lang.Throwable");
        assertThat(marks.all()).isEmpty();
    }
}
