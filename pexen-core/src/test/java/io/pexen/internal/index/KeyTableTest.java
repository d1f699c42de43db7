package io.pexen.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("A table of keys")
class KeyTableTest {

    private record Hashed(int hash, int value) {

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static void numbersInOrder(int size, int expected, IntFunction<Object> key) {
        KeyTable table = new KeyTable(expected);
        for (int i = 0; i < size; i++) {
            assertThat(table.get(key.apply(i))).isEqualTo(-1);
            assertThat(table.add(key.apply(i))).isEqualTo(i);
            assertThat(table.add(key.apply(i / 2))).isEqualTo(i / 2);
        }
        for (int i = 0; i < size; i++) {
            assertThat(table.get(key.apply(i))).isEqualTo(i);
            assertThat(table.key(i)).isEqualTo(key.apply(i));
        }
        assertThat(table.get(key.apply(size))).isEqualTo(-1);
        assertThat(table.size()).isEqualTo(size);
        assertThat(table.toArray(size - 1)).containsExactly(key.apply(size - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5_000})
    @DisplayName("numbers keys in the order in which they come, however many were expected")
    void numbersKeys(int expected) {
        numbersInOrder(5_000, expected, i -> "t" + i);
    }

    @Test
    @DisplayName("tells keys apart whose hashes are the same")
    void tellsEqualHashesApart() {
        numbersInOrder(300, 0, i -> new Hashed(-1, i));
        numbersInOrder(2_000, 0, i -> new Hashed(i % 7, i));
    }

    @Test
    @DisplayName("keeps keys whose hashes differ in a few bits alone")
    void keepsNeighbours() {
        numbersInOrder(5_000, 0, i -> i);
        numbersInOrder(5_000, 0, i -> i << 19);
        numbersInOrder(5_000, 0, i -> -i);
    }
}
