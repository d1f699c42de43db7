package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Sched;
import io.pexen.pool.Marks;
import io.pexen.run.Results;
import io.pexen.task.PexenException;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("8.4 what cannot travel is replaced and named, and the rest survives")
@Timeout(60)
class TransferTest {

    private static ProcessWorkerPool pool;

    @BeforeAll
    static void open() {
        pool = ProcessWorkerPool.builder().name("heavy").messageLimit(100_000).build();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static TaskRes run(Task task) {
        return new Sched(List.of(task)).runAll(pool).get(0);
    }

    private static Results runWithChild(Task task) {
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

    @Test
    @DisplayName("the part that makes an answer larger than the limit is left out")
    void answerTooLarge() {
        TaskRes res = run(Task.named("a").calls(shared -> {
            shared.put("small", "value");
            return new byte[200_000];
        }));
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining(
                        "ret: java.io.IOException: the message would be larger than the limit of 100000 bytes");
        assertThat(res.shared()).containsEntry("small", "value");
    }

    private static Map<String, Integer> many() {
        return IntStream.range(0, 20_000).boxed().collect(Collectors.toMap(i -> "key" + i, i -> i));
    }

    @Test
    @DisplayName("an answer whose many keys make it larger than the limit is replaced as a whole; the worker goes on")
    void tooManyKeysBack() {
        long started = pool.processStats().started();
        TaskRes res = run(Task.named("a").runs(shared -> shared.putAll(many())));
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("the result of task \"a\" cannot be sent")
                .hasMessageContaining("larger than the limit of 100000 bytes");
        assertThat(((TransferException) res.excinfo()).depsOk()).isFalse();
        assertThat(((TransferException) res.excinfo()).locksOk()).isTrue();
        assertThat(run(Task.named("b").calls(() -> "next")).ret()).isEqualTo("next");
        assertThat(pool.processStats().started()).isLessThanOrEqualTo(Math.max(1, started));
    }

    @Test
    @DisplayName("a request whose many keys make it larger than the limit is not sent")
    void tooManyKeysThere() {
        TaskRes res = new Sched(List.of(Task.named("a").runs(SharedState::clear)))
                .addShared(many())
                .runAll(pool)
                .get(0);
        assertThat(res.excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("task \"a\" was not executed")
                .hasMessageContaining("larger than the limit of 100000 bytes");
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

    static class LargeFail extends TaskFailException {
        private static final long serialVersionUID = 1L;

        LargeFail(boolean depsOk, boolean locksOk) {
            super("large " + "x".repeat(200_000), new IOException("y".repeat(200_000)), depsOk, locksOk);
        }
    }

    @Test
    @DisplayName("8.4 an exception that is larger than the limit is shortened, and keeps its type and its flags (7.2)")
    void largeException() {
        TaskRes controlled = run(Task.named("a").runs(shared -> {
            shared.put("x", 1);
            throw new LargeFail(true, false);
        }));
        assertThat(controlled.excinfo())
                .isInstanceOf(ReplicaFailException.class)
                .hasMessageStartingWith("large xxx");
        assertThat(((ReplicaFailException) controlled.excinfo()).typeName()).isEqualTo(LargeFail.class.getName());
        assertThat(controlled.excinfo().getSuppressed()[0])
                .hasMessageContaining("larger than the limit of 100000 bytes")
                .hasMessageContaining("its causes, its frames and the end of its message are left out");
        assertThat(controlled.depsOk()).isTrue();
        assertThat(controlled.locksOk()).isFalse();
        assertThat(controlled.shared()).containsEntry("x", 1);

        TaskRes plain = run(Task.named("b").runs(() -> {
            throw new IllegalStateException("short", new IOException("y".repeat(200_000)));
        }));
        assertThat(plain.excinfo()).isInstanceOf(ReplicaException.class).hasMessage("short");
        assertThat(plain.excinfo().getStackTrace()[0].getClassName()).isEqualTo(TransferTest.class.getName());
    }

    @Test
    @DisplayName("8.4 an exception keeps its type and its flags when nothing else of the answer fits")
    void exceptionBesidesTooManyKeys() {
        TaskRes res = run(Task.named("a").runs(shared -> {
            shared.putAll(many());
            throw new LargeFail(true, false);
        }));
        assertThat(res.excinfo()).isInstanceOf(TransferException.class).hasCauseInstanceOf(ReplicaFailException.class);
        assertThat(((ReplicaFailException) res.excinfo().getCause()).typeName()).isEqualTo(LargeFail.class.getName());
        assertThat(res.depsOk()).as("its shared state was lost").isFalse();
        assertThat(res.locksOk()).isFalse();
    }

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
                .uses("u1", new Plain())
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

    @Test
    @DisplayName("8.4 a task whose keys are larger than the limit is refused when the run starts")
    void keysLargerThanTheLimit() {
        Object[] keys = IntStream.range(0, 20_000).mapToObj(i -> "key" + i).toArray();
        Sched sched = new Sched(List.of(Task.named("a").claims(keys).runs(() -> {})));
        assertThatThrownBy(() -> sched.runAll(pool))
                .isInstanceOf(PexenException.class)
                .hasMessageContaining("task \"a\": its keys: java.io.IOException:"
                        + " the message would be larger than the limit of 100000 bytes");
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

    /** A worker that answers each request with bytes of its own. */
    static final class Rogue {

        private Rogue() {}

        public static void main(String[] args) throws Exception {
            Hello hello = Hello.readFrom(new DataInputStream(System.in));
            try (Connection connection = Connection.to(hello)) {
                Incoming request = new Incoming(connection.in(), hello.messageLimit());
                Outgoing answer = new Outgoing(Integer.MAX_VALUE);
                answer.number(request.number()).number(0).count(Outgoing.NULL).count(Outgoing.NULL);
                if (args[0].equals("large")) {
                    answer.part(out -> out.write(new byte[1 << 20]));
                } else {
                    answer.part(out -> out.write(arrayHeader()));
                }
                answer.count(0).sendTo(connection.out());
                new CountDownLatch(1).await(); // until it is killed
            }
        }

        /** The largest array of longs, without its elements. */
        static byte[] arrayHeader() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new JavaSerializer().write(new long[0], bytes);
            byte[] header = bytes.toByteArray();
            ByteBuffer.wrap(header).putInt(header.length - Integer.BYTES, Integer.MAX_VALUE - 8);
            return header;
        }
    }

    private static TaskRes runRogue(String how) {
        try (ProcessWorkerPool rogue = ProcessWorkerPool.builder()
                .messageLimit(ProcessWorkerPool.SMALLEST_MESSAGE_LIMIT)
                .main(Rogue.class.getName(), how)
                .build()) {
            return new Sched(List.of(Task.named("a").calls(() -> "fine")))
                    .runAll(rogue)
                    .get(0);
        }
    }

    @Test
    @DisplayName("8.4 an answer that is larger than the limit is not received, and its worker ended")
    void receivesNothingTooLarge() {
        assertThat(runRogue("large").excinfo())
                .isInstanceOf(WorkerLostException.class)
                .hasMessageContaining("a part must have 0 to")
                .hasMessageContaining("had 1048576");
    }

    @Test
    @DisplayName("8.4 an array that claims to be larger than the bytes that follow is refused before there is one")
    void bareArrayHeader() {
        assertThat(runRogue("array").excinfo())
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("ret: the filter of the receiver refuses it")
                .hasMessageContaining("an array of 2147483639 elements, long[], is more than its bytes can hold");
    }
}
