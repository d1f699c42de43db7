package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pexen.Sched;
import io.pexen.task.PexenException;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("8.4 what is larger than the limit of messages is left out or refused")
@Timeout(60)
class MessageLimitTest extends TransferPool {

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
        assertThat(plain.excinfo().getStackTrace()[0].getClassName()).isEqualTo(MessageLimitTest.class.getName());
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
}
