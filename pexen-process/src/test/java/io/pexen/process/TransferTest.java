package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.run.Results;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("8.4 what cannot travel is replaced and named, and the rest survives")
@Timeout(60)
class TransferTest extends TransferPool {

    private Results runWithChild(Task task) {
        return new Sched(List.of(task, Task.named("child").requires(task.id()).runs(shared -> shared.put("ran", 1))))
                .runAll(pool);
    }

    /** Cannot be written. */
    static class Plain {}

    record Order(String name, @Nullable Object owner) implements Serializable {}

    @Test
    @DisplayName("a ret that is not serializable: the path to it is named, dependants run, shared values are there")
    void retThatDoesNotTravel() {
        Results results = runWithChild(Task.named("a").calls(shared -> {
            shared.put("x", 1);
            return Map.of("orders", List.of(new Order("fine", null), new Order("bad", new Plain())));
        }));

        TaskRes res = results.get(0);
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("parts of the result of task \"a\" did not come back from worker heavy-")
                .hasMessageContaining("ret: " + Plain.class.getName() + " is not serializable, at [orders][1].owner");
        assertThat(res.ret()).isNull();
        assertThat(res.shared()).containsEntry("x", 1);
        assertThat(res.depsOk()).isTrue();
        assertThat(res.locksOk()).isTrue();
        assertThat(results.get(1).shared()).containsEntry("x", 1).containsEntry("ran", 1);
    }

    @Test
    @DisplayName("a shared value that is not: dependants are skipped, locks released,"
            + " the other values and the ret are there")
    void sharedValueThatDoesNotTravel() {
        Results results = runWithChild(Task.named("a").claims("lock").calls(shared -> {
            shared.put("bad", new Plain());
            shared.put("good", 2);
            return "ret";
        }));

        TaskRes res = results.get(0);
        assertThat(results).hasSize(1);
        assertThat(results.summary().skipped()).hasSize(1);
        assertThat(results.summary().locksHeld()).isEmpty();
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("shared \"bad\": " + Plain.class.getName() + " is not serializable");
        assertThat(res.depsOk()).isFalse();
        assertThat(res.locksOk()).isTrue();
        assertThat(res.ret()).isEqualTo("ret");
        assertThat(res.shared()).containsEntry("good", 2).doesNotContainKey("bad");
    }

    /** Has a field that cannot be written. */
    static class Stubborn extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        final Object stubborn = new Plain();

        Stubborn(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Test
    @DisplayName("an exception that does not arrives as a replica: type, message, frames, causes, and why")
    void exceptionThatDoesNotTravel() {
        TaskRes res = run(Task.named("a").runs(() -> {
            throw new Stubborn("no way", new IOException("disk"));
        }));

        assertThat(res.excinfo()).isInstanceOf(ReplicaException.class);
        ReplicaException replica = (ReplicaException) res.excinfo();
        assertThat(replica.typeName()).isEqualTo(Stubborn.class.getName());
        assertThat(replica).hasMessage("no way").hasToString(Stubborn.class.getName() + ": no way");
        assertThat(replica.getStackTrace()[0].getClassName()).isEqualTo(TransferTest.class.getName());
        assertThat(replica.getCause()).hasToString("java.io.IOException: disk");
        assertThat(replica.getSuppressed()[0])
                .isInstanceOf(TransferException.class)
                .hasMessageContaining(Plain.class.getName() + " is not serializable, at .stubborn");
        assertThat(res.depsOk()).isFalse();
        assertThat(res.locksOk()).isFalse();
    }

    /** A controlled failure that cannot be written. */
    static class StubbornFail extends TaskFailException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        final Object stubborn = new Plain();

        StubbornFail(boolean depsOk, boolean locksOk) {
            super("controlled", depsOk, locksOk);
        }
    }

    @Test
    @DisplayName("7.2 depsOk and locksOk travel with the failure, also with a replica of it")
    void flagsTravel() {
        for (boolean depsOk : new boolean[] {true, false}) {
            for (boolean locksOk : new boolean[] {true, false}) {
                TaskRes plain = run(Task.named("a").runs(() -> {
                    throw new TaskFailException("plain", depsOk, locksOk);
                }));
                TaskRes replica = run(Task.named("a").runs(() -> {
                    throw new StubbornFail(depsOk, locksOk);
                }));
                assertThat(plain.excinfo()).isExactlyInstanceOf(TaskFailException.class);
                assertThat(replica.excinfo())
                        .isInstanceOf(ReplicaFailException.class)
                        .hasMessage("controlled");
                assertThat(List.of(plain, replica))
                        .allMatch(res -> res.depsOk() == depsOk && res.locksOk() == locksOk && res.failedControlled());
            }
        }
    }

    @Test
    @DisplayName("7.3 a wrapped body travels with its wrapper")
    void wrappersTravel() {
        TaskRes res = run(Task.named("a").failWrap(true, false).runs(() -> {
            throw new IOException("disk");
        }));
        assertThat(res.excinfo()).isExactlyInstanceOf(TaskFailException.class).hasRootCauseMessage("disk");
        assertThat(res.depsOk()).isTrue();
        assertThat(res.locksOk()).isFalse();
    }

    @Test
    @DisplayName("a controlled failure whose shared value does not travel hands nothing on; it is the cause")
    void controlledFailureWithBadShared() {
        TaskRes res = run(Task.named("a").runs(shared -> {
            shared.put("bad", new Plain());
            throw new TaskFailException("controlled", true, true);
        }));
        assertThat(res.excinfo()).isInstanceOf(TransferException.class).hasRootCauseMessage("controlled");
        assertThat(res.depsOk()).isFalse();
        assertThat(res.locksOk()).isTrue();
    }

    @Test
    @DisplayName("an uncontrolled failure whose shared value does not travel stays what it is")
    void failureWithBadShared() {
        TaskRes res = run(Task.named("a").runs(shared -> {
            shared.put("bad", new Plain());
            throw new IllegalStateException("so");
        }));
        assertThat(res.excinfo()).isInstanceOf(IllegalStateException.class).hasMessage("so");
        assertThat(res.excinfo()).isNotNull();
        assertThat(res.excinfo().getSuppressed()[0]).hasMessageContaining("shared \"bad\"");
        assertThat(res.failedControlled()).isFalse();
    }

    /** A class that only the worker can make sense of, or only the parent. */
    static class OneSided implements Serializable {
        private static final long serialVersionUID = 1L;

        final boolean readableByWorker;

        OneSided(boolean readableByWorker) {
            this.readableByWorker = readableByWorker;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (readableByWorker != isWorker()) {
                throw new ClassNotFoundException("com.acme.Missing");
            }
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }

        private static boolean isWorker() {
            return ProcessWorker.class.getName().equals(System.getProperty("sun.java.command"));
        }
    }

    @Test
    @DisplayName("a class that the parent lacks is named; the rest of the answer arrives, and the worker goes on")
    void classThatTheParentLacks() {
        TaskRes res = run(Task.named("a").calls(shared -> {
            shared.put("good", "value");
            return new OneSided(true);
        }));
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("ret: the class com.acme.Missing is not known to the receiver");
        assertThat(res.shared()).containsEntry("good", "value");
        assertThat(run(Task.named("b").calls(() -> "next")).ret()).isEqualTo("next");
    }

    @Test
    @DisplayName("a class that the worker lacks is named; the task is not executed, and its locks are released")
    void classThatTheWorkerLacks() {
        TaskRes res = run(Task.named("a")
                .kwarg("k", new OneSided(false))
                .calls((shared, kwargs) -> "executed " + kwargs.get("k")));
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("task \"a\" was not executed")
                .hasMessageContaining("kwarg \"k\": the class com.acme.Missing is not known to the receiver");
        assertThat(res.ret()).isNull();
        assertThat(res.depsOk()).isFalse();
        assertThat(res.locksOk()).isTrue();
    }

    /** A list of one element. */
    record Link(@Nullable Object next) implements Serializable {}

    private static Link chain(int length) {
        Link chain = new Link(null);
        for (int i = 1; i < length; i++) {
            chain = new Link(chain);
        }
        return chain;
    }

    @Test
    @DisplayName("a graph too deep to be written is named, and so is one that the filter of the reader refuses")
    void graphTooDeep() {
        assertThat(run(Task.named("a").calls(() -> chain(100))).succeeded()).isTrue();
        assertThat(run(Task.named("a").calls(() -> chain(500_000))).excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("ret: it is nested too deep");
        assertThat(run(Task.named("a").calls(() -> chain(501))).excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("ret: the filter of the receiver refuses it");
    }

    /** Changes the shared state while that is written. */
    record Meddler(SharedState shared) implements Serializable {
        private Object writeReplace() {
            shared.put("more" + shared.size(), 1);
            return "replaced";
        }
    }

    @Test
    @DisplayName("3.9 a shared state that changes while it is written arrives as it was; the worker goes on")
    void changingSharedState() {
        TaskRes res = run(Task.named("a").runs(shared -> {
            for (int i = 0; i < 10; i++) {
                shared.put("meddler" + i, new Meddler(shared));
            }
        }));
        assertThat(res.excinfo()).isNull();
        assertThat(res.shared()).hasSize(10).containsEntry("meddler0", "replaced");
        assertThat(run(Task.named("b").calls(() -> "next")).ret()).isEqualTo("next");
    }

    @Test
    @DisplayName("a shared value that does not travel to the worker fails the task, which is not executed")
    void sharedThatDoesNotReachTheWorker() {
        TaskRes res = new Sched(List.of(Task.named("a").runs(SharedState::clear)))
                .addShared("bad", new Plain())
                .runAll(pool)
                .get(0);
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("task \"a\" was not executed")
                .hasMessageContaining("shared \"bad\": " + Plain.class.getName() + " is not serializable");
    }

    /** An exception all of whose methods fail. */
    static class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        final Object stubborn = new Plain();

        @Override
        public String getMessage() {
            throw new IllegalStateException("hostile");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("hostile");
        }
    }

    @Test
    @DisplayName("3.9 an exception whose own methods fail is still one outcome")
    void hostileException() {
        TaskRes res = run(Task.named("a").runs(() -> {
            throw new Hostile();
        }));
        assertThat(res.excinfo())
                .isInstanceOf(ReplicaException.class)
                .hasMessageContaining("its getMessage() threw java.lang.IllegalStateException");
    }

    /** An exception that is written as something else. */
    static class Disguised extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Object writeReplace() {
            return "disguised";
        }
    }

    @Test
    @DisplayName("3.9 an exception written as something else arrives as a replica; the next task is unharmed")
    void disguisedException() {
        TaskRes res = run(Task.named("a").runs(() -> {
            throw new Disguised();
        }));
        assertThat(res.excinfo()).isInstanceOf(ReplicaException.class);
        assertThat(((ReplicaException) res.excinfo()).typeName()).isEqualTo(Disguised.class.getName());
        assertThat(run(Task.named("b").calls(() -> "next")).ret()).isEqualTo("next");
    }

    @Test
    @DisplayName("what a task prints does not disturb the messages")
    void printsDoNotDisturb() {
        TaskRes res = run(Task.named("a").calls(() -> {
            for (int i = 0; i < 100; i++) {
                System.out.write(new byte[] {0, 0, 0, 8, 1, 2, 3, '\n'});
                System.err.println("\u0000\u0001 line " + i);
            }
            System.out.flush();
            return "fine";
        }));
        assertThat(res.ret()).isEqualTo("fine");
    }
}
