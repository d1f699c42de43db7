package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("JavaSerializer writes what Java serialization writes, but for the fields of classes")
class JavaSerializerTest {

    private final JavaSerializer serializer = new JavaSerializer();

    private byte[] write(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        serializer.write(value, bytes);
        return bytes.toByteArray();
    }

    private Object read(byte[] bytes) throws Exception {
        return serializer.read(new ByteArrayInputStream(bytes));
    }

    private enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    private record Point(int x, long y) implements Serializable {}

    private static class Parent implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        final String name = "parent";
    }

    private static final class Child extends Parent {
        @Serial
        private static final long serialVersionUID = 2;

        final int[] figures = {1, 2};

        @Override
        public boolean equals(Object other) {
            return other instanceof Child that && that.name.equals(name) && that.figures[1] == figures[1];
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static List<Object> values() {
        Map<Colour, Object> byColour = new EnumMap<>(Colour.class);
        byColour.put(Colour.GREEN, Instant.EPOCH);
        return List.of(
                "text",
                'c',
                new BigDecimal("1.50"),
                new ArrayList<>(List.of(1, 2L, (short) 3)),
                new TreeMap<>(Map.of("key", List.of(new Point(7, 8)))),
                byColour,
                new Child(),
                new Object[] {Colour.RED, new long[][] {{1}, {}}, null},
                List.of(int.class, void.class, int[][].class, Map.Entry.class, Thread.State.class),
                TimeUnit.DAYS,
                List.of(List.of("shared"), Map.of(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("values")
    @DisplayName("8.4 values arrive equal")
    void roundTrip(Object value) throws Exception {
        assertThat(read(write(value))).isEqualTo(value);
    }

    @Test
    @DisplayName("8.4 lambdas and proxies arrive, and do what they did")
    void behaviour() throws Exception {
        Comparator<String> byLength = (Comparator<String> & Serializable) (a, b) -> a.length() - b.length();
        Comparator<?> proxy = (Comparator<?>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Comparator.class}, (InvocationHandler & Serializable)
                        (self, method, arguments) -> 42);

        @SuppressWarnings("unchecked")
        Comparator<String> read = (Comparator<String>) read(write(byLength));
        @SuppressWarnings("unchecked")
        Comparator<String> readProxy = (Comparator<String>) read(write(proxy));
        assertThat(read.compare("long", "l")).isEqualTo(3);
        assertThat(readProxy.compare("a", "b")).isEqualTo(42);
    }

    /** Notes in a property that it was initialized. */
    private static final class Refused implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        static {
            System.setProperty(INITIALIZED, "yes");
        }
    }

    private static final String INITIALIZED = "pexen.test.initialized";

    private static final class Strict extends JavaSerializer {
        Strict() {
            super(info ->
                    info.serialClass() != null && info.serialClass().getName().endsWith("Refused")
                            ? ObjectInputFilter.Status.REJECTED
                            : ObjectInputFilter.Status.UNDECIDED);
        }
    }

    @Test
    @DisplayName("8.4 a class that the filter refuses is not even initialized")
    void refusedBeforeInitialization() throws Exception {
        String written = new String(write(new Earlier(1)), StandardCharsets.ISO_8859_1);
        byte[] tampered =
                written.replace("Earlier", Refused.class.getSimpleName()).getBytes(StandardCharsets.ISO_8859_1);

        System.setProperty(INITIALIZED, "");
        try {
            assertThatThrownBy(() -> new Strict().read(new ByteArrayInputStream(tampered)))
                    .isInstanceOf(InvalidClassException.class)
                    .hasMessageContaining("REJECTED");
            assertThat(System.getProperty(INITIALIZED)).isEmpty();
            assertThatThrownBy(() -> read(tampered)).isInstanceOf(InvalidClassException.class); // for its shape
            assertThat(System.getProperty(INITIALIZED)).isEqualTo("yes");
        } finally {
            System.clearProperty(INITIALIZED);
        }
    }

    /** Notes in a property that it was initialized, as a class does together with what it extends. */
    private static class BaseRefused implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        static {
            System.setProperty(BASE_INITIALIZED, "yes");
        }
    }

    private static final class Derived extends BaseRefused {
        @Serial
        private static final long serialVersionUID = 1;
    }

    private static final String BASE_INITIALIZED = "pexen.test.base.initialized";

    @Test
    @DisplayName("8.4 a class that extends one which the filter refuses is not initialized either")
    void refusedBaseBeforeInitialization() throws Exception {
        String written = new String(write(new Earlier(1)), StandardCharsets.ISO_8859_1);
        byte[] tampered =
                written.replace("Earlier", Derived.class.getSimpleName()).getBytes(StandardCharsets.ISO_8859_1);

        System.setProperty(BASE_INITIALIZED, "");
        try {
            assertThatThrownBy(() -> new Strict().read(new ByteArrayInputStream(tampered)))
                    .isInstanceOf(InvalidClassException.class)
                    .hasMessageContaining("the filter refuses " + BaseRefused.class.getName());
            assertThat(System.getProperty(BASE_INITIALIZED)).isEmpty();
        } finally {
            System.clearProperty(BASE_INITIALIZED);
        }
    }

    private interface GreetingRefused {}

    /** No interface, so no proxy can be made of it. */
    private static final class MeaningsRefused {}

    @Test
    @DisplayName("8.4 the filter is asked of the interfaces of a proxy before its class is made")
    void refusedBeforeThereIsAProxy() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {GreetingRefused.class}, new Handler());
        String written = new String(write(proxy), StandardCharsets.ISO_8859_1);
        byte[] tampered = written.replace("GreetingRefused", MeaningsRefused.class.getSimpleName())
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new Strict().read(new ByteArrayInputStream(tampered)))
                .isInstanceOf(InvalidClassException.class)
                .hasMessageContaining("the filter refuses " + MeaningsRefused.class.getName());
    }

    /** An interface that another class loader has, too. */
    public interface Greeting extends Serializable {}

    @Test
    @DisplayName("8.4 classes and interfaces of proxies are those of the context class loader")
    void contextClassLoader() throws Exception {
        ClassLoader application = getClass().getClassLoader();
        ClassLoader restarted = new ClassLoader(application) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.equals(Greeting.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try (InputStream in = application.getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        Class<?> greeting = restarted.loadClass(Greeting.class.getName());
        Object proxy = Proxy.newProxyInstance(restarted, new Class<?>[] {greeting}, new Handler());

        Thread.currentThread().setContextClassLoader(restarted);
        try {
            assertThat(greeting).isNotSameAs(Greeting.class);
            assertThat(read(write(greeting))).isSameAs(greeting);
            assertThat(read(write(proxy))).isInstanceOf(greeting);
        } finally {
            Thread.currentThread().setContextClassLoader(application);
        }
    }

    private record Handler() implements InvocationHandler, Serializable {
        @Override
        public @Nullable Object invoke(Object self, Method method, Object[] arguments) {
            return null;
        }
    }

    /**
     * Stands, with the next, for two versions of one class: their names are of one length, and records have one
     * serialVersionUID.
     */
    private record Earlier(int value) implements Serializable {}

    private record Present(long value) implements Serializable {}

    @Test
    @DisplayName("8.4 a class with other fields than the receiver's is refused by name,"
            + " also under the same serialVersionUID")
    void otherVersion() throws Exception {
        String written = new String(write(new Earlier(1)), StandardCharsets.ISO_8859_1);
        byte[] tampered = written.replace("Earlier", "Present").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(write(new Present(1)))).isInstanceOf(Present.class);
        assertThatThrownBy(() -> read(tampered))
                .isInstanceOf(InvalidClassException.class)
                .hasMessageContaining(Present.class.getName())
                .hasMessageContaining("the receiver has another version of this class");
    }

    @Test
    @DisplayName("8.4 a class that the receiver lacks is named")
    void unknownClass() throws Exception {
        String written = new String(write(new Earlier(1)), StandardCharsets.ISO_8859_1);
        byte[] tampered = written.replace("Earlier", "Missing").getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> read(tampered))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessageContaining("JavaSerializerTest$Missing");
    }

    private Object travel(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Outgoing message = new Outgoing(1 << 30);
        assertThat(message.part(value, serializer)).isNull();
        message.sendTo(new DataOutputStream(bytes));
        Incoming read = new Incoming(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 1 << 30);
        return Objects.requireNonNull(read.part(serializer));
    }

    @Test
    @DisplayName("8.4 no collection that was written by the JDK is refused for its size")
    @SuppressWarnings("JdkObsolete") // some have them
    void acceptsWhatIsWritten() throws Exception {
        for (int size : new int[] {0, 1, 2, 15, 16, 17, 1_000, 33_000}) {
            List<Integer> numbers = IntStream.range(0, size).boxed().toList();
            Map<Integer, Integer> map = numbers.stream().collect(Collectors.toMap(i -> i, i -> 1));
            HashSet<Integer> sparse = new HashSet<>(4, 0.25f);
            sparse.addAll(numbers);
            IdentityHashMap<Object, Object> byIdentity = new IdentityHashMap<>();
            IntStream.range(0, size).forEach(i -> byIdentity.put(new Point(i, i), null));
            for (Object value : List.of(
                    numbers,
                    map,
                    sparse,
                    new HashMap<>(map),
                    new ArrayDeque<>(numbers),
                    new PriorityQueue<>(numbers),
                    new Hashtable<>(map),
                    new ConcurrentHashMap<>(map),
                    new ArrayList<>(Collections.nCopies(size, null)),
                    List.copyOf(numbers),
                    Set.copyOf(numbers),
                    Map.copyOf(map))) {
                assertThat(travel(value)).hasSameClassAs(value).asString().isEqualTo(value.toString());
            }
            assertThat((Map<?, ?>) travel(byIdentity)).hasSize(size);
            assertThat(travel(new byte[size])).isEqualTo(new byte[size]);
            assertThat(travel(new long[size])).isEqualTo(new long[size]);
            assertThat(travel(new Object[size])).isEqualTo(new Object[size]);
            List<HashMap<Integer, Integer>> small =
                    numbers.stream().map(i -> new HashMap<>(Map.of(i, i))).toList();
            assertThat(travel(small)).isEqualTo(small);
        }
    }
}
