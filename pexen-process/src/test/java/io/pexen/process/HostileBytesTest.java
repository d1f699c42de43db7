package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pexen.task.SharedState;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskFailException;
import io.pexen.task.TaskRes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

@DisplayName("8.4 whatever bytes arrive in place of a message, they cost no more memory than they may")
@Timeout(120)
class HostileBytesTest {

    private static final int MESSAGES = Integer.getInteger("pexen.messages", 700);
    private static final int LIMIT = ProcessWorkerPool.SMALLEST_MESSAGE_LIMIT;
    /** Of one message: some times its limit, for classes that are loaded and the like. */
    private static final long MOST_ALLOCATED = 64L * LIMIT;

    private static final int[] LENGTHS = {
        Integer.MAX_VALUE, Integer.MAX_VALUE - 8, Integer.MIN_VALUE, -1, 1 << 28, LIMIT
    };

    private final JavaSerializer serializer = new JavaSerializer();
    private final Sources sources = new Sources(List.of());
    private final long seed = Long.getLong("pexen.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private record Context(Task task, SharedState shared) implements TaskContext {}

    private record Point(int x, @Nullable Object y) implements Serializable {}

    private record Handler() implements InvocationHandler, Serializable {
        @Override
        public @Nullable Object invoke(Object self, Method method, Object[] arguments) {
            return null;
        }
    }

    private static List<Object> values() {
        TaskBody.Calls body = () -> 1;
        Map<TimeUnit, Object> byUnit = new EnumMap<>(TimeUnit.class);
        byUnit.put(TimeUnit.DAYS, Instant.EPOCH);
        return List.of(
                "text",
                body,
                byUnit,
                List.of(1, 2L, new Point(3, "four")),
                new ArrayList<>(List.of(int.class, Map.Entry.class)),
                new Object[] {new long[][] {{1}, {}}, new byte[50], new char[3], null},
                new HashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("b", 2)),
                new ConcurrentHashMap<>(Map.of("c", 3)),
                new LinkedHashSet<>(List.of(1)),
                new ArrayDeque<>(List.of(1)),
                new PriorityQueue<>(List.of(1)),
                new CopyOnWriteArrayList<>(List.of(1)),
                new BitSet(100),
                new BigInteger("123456789012345678901234567890"),
                new IllegalStateException("text", new IOException("cause")),
                new TaskFailException("text", null, true, false),
                Proxy.newProxyInstance(
                        HostileBytesTest.class.getClassLoader(), new Class<?>[] {Comparator.class}, new Handler()));
    }

    private static byte[] bytes(Outgoing message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.sendTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private byte[] mutated(byte[] message, byte[] other) {
        byte[] bytes = message.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length >= Integer.BYTES; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (0x70 + random.nextInt(15)); // what Java serialization begins all with
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> {
                    int from = random.nextInt(other.length);
                    bytes = Arrays.copyOf(bytes, at + other.length - from);
                    System.arraycopy(other, from, bytes, at, other.length - from);
                }
                default ->
                    ByteBuffer.wrap(bytes)
                            .putInt(
                                    Math.min(at, bytes.length - Integer.BYTES),
                                    LENGTHS[random.nextInt(LENGTHS.length)]);
            }
        }
        return bytes;
    }

    private static Incoming incoming(byte[] bytes) throws IOException {
        return new Incoming(new DataInputStream(new ByteArrayInputStream(bytes)), LIMIT);
    }

    @RepeatedTest(2)
    void costNoMemory() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<byte[]> answers = new ArrayList<>();
        List<byte[]> requests = new ArrayList<>();
        Task task = Task.named("t").runs(() -> {});
        TaskBody.CallsBoth body = (shared, kwargs) -> 1;
        for (Object value : values()) {
            SharedState shared = new SharedState(Map.of("k", value));
            Throwable excinfo = value instanceof Throwable thrown ? thrown : null;
            answers.add(bytes(Answer.encode(1, 2, new TaskRes(task, shared, value, excinfo), serializer, LIMIT)));
            Task full = Task.named("t")
                    .requires("r", TimeUnit.DAYS)
                    .kwarg("k", value)
                    .calls(body);
            requests.add(bytes(Request.encode(1, new Context(full, shared), sources, serializer, LIMIT)));
        }
        Context context = new Context(task, new SharedState(Map.of()));
        for (int i = 0; i < MESSAGES; i++) {
            boolean answer = random.nextBoolean();
            List<byte[]> honest = answer ? answers : requests;
            byte[] bytes =
                    mutated(honest.get(random.nextInt(honest.size())), honest.get(random.nextInt(honest.size())));
            String what =
                    "seed " + seed + ", message " + i + ": " + HexFormat.of().formatHex(bytes);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                String said = answer
                        ? ""
                                + Answer.decode(incoming(bytes), context, "w", serializer)
                                        .res()
                                        .excinfo()
                        : ""
                                + Request.decode(incoming(bytes), sources, serializer)
                                        .lost();
                assertThat(said).as(what).doesNotContain("OutOfMemory");
            } catch (IOException | RuntimeException e) {
                assertThat(e).as(what).isNotNull(); // the worker is ended, as it makes no sense
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as(what)
                    .isLessThan(MOST_ALLOCATED);
        }
    }
}
