package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
                getClass().getClassLoader(),
                new Class<?>[] {Comparator.class},
                (java.lang.reflect.InvocationHandler & Serializable) (self, method, arguments) -> 42);

        @SuppressWarnings("unchecked")
        Comparator<String> read = (Comparator<String>) read(write(byLength));
        @SuppressWarnings("unchecked")
        Comparator<String> readProxy = (Comparator<String>) read(write(proxy));
        assertThat(read.compare("long", "l")).isEqualTo(3);
        assertThat(readProxy.compare("a", "b")).isEqualTo(42);
    }

    /** Stands, with the next, for two versions of one class: their names are of one length, and records have one serialVersionUID. */
    private record Earlier(int value) implements Serializable {}

    private record Present(long value) implements Serializable {}

    @Test
    @DisplayName(
            "8.4 a class with other fields than the receiver's is refused by name, also under the same serialVersionUID")
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
}
