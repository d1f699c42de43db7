package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.pexen.Sched;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("8.4 answers of a worker that does not keep to the protocol are refused")
@Timeout(60)
class RogueWorkerTest {

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
