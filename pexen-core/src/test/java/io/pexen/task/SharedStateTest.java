package io.pexen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SharedStateTest {

    @Test
    @DisplayName("the preset values are copied at the first write")
    void copiesAtTheFirstWrite() {
        Map<String, Object> preset = Map.of("build", 666);
        SharedState shared = new SharedState(preset);
        assertThat(shared.isPreset()).isTrue();
        shared.put("build", 1);

        assertThat(shared.isPreset()).isFalse();
        assertThat(shared).containsExactly(Map.entry("build", 1));
        assertThat(preset).containsEntry("build", 666);
    }

    /** Ways to write a map, and what each returns. */
    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // to see what that does
    private static final Map<String, Function<Map<String, Object>, Object>> WRITES = Map.ofEntries(
            Map.entry("setValue", map -> map.entrySet().iterator().next().setValue(1)),
            Map.entry("replaceAll", map -> {
                map.replaceAll((key, value) -> key + value);
                return map;
            }),
            Map.entry("compute", map -> map.compute("b", (key, value) -> key + value)),
            Map.entry("compute to null", map -> map.computeIfPresent("b", (key, value) -> null)),
            Map.entry("merge", map -> map.merge("b", 1, (one, other) -> one + "+" + other)),
            Map.entry("putIfAbsent", map -> map.putIfAbsent("new", 1)),
            Map.entry("replace", map -> map.replace("b", 2, 3)),
            Map.entry("keySet().removeIf", map -> map.keySet().removeIf("b"::equals)),
            Map.entry("keySet().retainAll", map -> map.keySet().retainAll(Set.of("c"))),
            Map.entry("keySet().remove", map -> map.keySet().remove("b")),
            Map.entry("keySet().clear", map -> {
                map.keySet().clear();
                return map;
            }),
            Map.entry("values().remove", map -> map.values().remove(2)),
            Map.entry("values().removeIf", map -> map.values().removeIf(value -> !value.equals(2))),
            Map.entry("entrySet().remove", map -> map.entrySet().remove(Map.entry("b", 2))),
            Map.entry("entrySet().removeAll", map -> map.entrySet().removeAll(Set.of(Map.entry("b", 2)))),
            Map.entry("remove(key, value)", map -> map.remove("b", 3) + "" + map.remove("b", 2)),
            Map.entry("remove each second, set the others", map -> {
                StringBuilder seen = new StringBuilder();
                Iterator<Map.Entry<String, Object>> entries = map.entrySet().iterator();
                while (entries.hasNext()) {
                    Map.Entry<String, Object> entry = entries.next();
                    seen.append(entry.setValue("set")).append(entry);
                    if (seen.length() % 2 == 0 && entries.hasNext()) {
                        entries.next();
                        entries.remove();
                    }
                }
                return seen.toString();
            }),
            Map.entry("put while iterating", map -> {
                List<Object> seen = new ArrayList<>();
                for (Map.Entry<String, Object> entry : map.entrySet()) {
                    map.put("c", "late");
                    seen.add(entry.getValue());
                }
                return seen;
            }),
            Map.entry("put a new key while iterating", map -> {
                try {
                    for (String key : map.keySet()) {
                        map.put(key + key, 1);
                    }
                    return map;
                } catch (ConcurrentModificationException e) {
                    return "refused";
                }
            }));

    static Set<String> writes() {
        return WRITES.keySet();
    }

    private static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        List.of("a", "b", "c", "d").forEach(key -> values.put(key, values.size() + 1));
        return values;
    }

    @ParameterizedTest
    @MethodSource("writes")
    @DisplayName("4.1 each way to write a state does to it what it does to an ordinary map,"
            + " and nothing to the preset values")
    void isWrittenLikeAnOrdinaryMap(String write) {
        Map<String, Object> ordinary = values();
        Object returned = Objects.requireNonNull(WRITES.get(write)).apply(ordinary);
        Map<String, Object> preset = values();
        SharedState unwritten = new SharedState(Collections.unmodifiableMap(preset));
        SharedState written = new SharedState(Map.of());
        written.putAll(values());
        SharedState inherited = new SharedState(Map.of());
        inherited.merge(written);

        assertThat(Objects.requireNonNull(WRITES.get(write)).apply(inherited)).isEqualTo(returned);
        assertThat(inherited).containsExactlyEntriesOf(ordinary);
        assertThat(written).containsExactlyEntriesOf(values());
        assertThat(Objects.requireNonNull(WRITES.get(write)).apply(written)).isEqualTo(returned);
        assertThat(written).containsExactlyEntriesOf(ordinary);
        assertThat(Objects.requireNonNull(WRITES.get(write)).apply(unwritten)).isEqualTo(returned);
        assertThat(unwritten).containsExactlyEntriesOf(ordinary);
        assertThat(preset).isEqualTo(values());
    }

    @Test
    @DisplayName("4.2 what a parent, or one of its children, writes later does not reach the others,"
            + " not even through an old view")
    void childrenShareUntilOneWrites() {
        SharedState parent = new SharedState(Map.of("build", 666));
        parent.put("rows", 1);
        Map.Entry<String, Object> old = parent.entrySet().iterator().next();
        SharedState one = new SharedState(Map.of("build", 666));
        one.merge(parent);
        SharedState other = new SharedState(Map.of("build", 666));
        other.merge(parent);

        old.setValue("parent");
        one.put("rows", "one");
        other.values().removeIf(value -> value.equals(1));

        assertThat(parent).containsOnly(Map.entry("build", "parent"), Map.entry("rows", 1));
        assertThat(one).containsOnly(Map.entry("build", 666), Map.entry("rows", "one"));
        assertThat(other).containsOnly(Map.entry("build", 666));
    }

    @Test
    @DisplayName(
            "4.2 a merge is a putAll: a preset value that the parent removed is there again, and later parents win")
    void mergesAsPutAll() {
        Map<String, Object> preset = Map.of("build", 666);
        SharedState remover = new SharedState(preset);
        remover.remove("build");
        remover.put("rows", 1);
        SharedState second = new SharedState(preset);
        second.put("rows", 2);
        SharedState child = new SharedState(preset);
        child.merge(remover);
        assertThat(child).containsOnly(Map.entry("build", 666), Map.entry("rows", 1));
        child.merge(second);
        child.merge(new SharedState(preset));

        assertThat(child).containsOnly(Map.entry("build", 666), Map.entry("rows", 2));
        assertThat(remover).containsOnly(Map.entry("rows", 1));
        assertThat(second).containsOnly(Map.entry("build", 666), Map.entry("rows", 2));
    }

    @Test
    @DisplayName("a value of the wrong type, or none, is an error that names the key")
    void tellsOfWrongTypes() {
        SharedState shared = new SharedState(Map.of("build", 666));

        assertThat(shared.get("build", Integer.class)).isEqualTo(666);
        assertThatThrownBy(() -> shared.get("build", String.class))
                .isInstanceOf(PexenException.class)
                .hasMessage("shared state \"build\" must be a java.lang.String, was java.lang.Integer");
        assertThatThrownBy(() -> shared.get("bild", String.class)).hasMessageContaining("was never put");
    }

    @Test
    @DisplayName("a primitive type stands for its box")
    void readsBoxes() {
        SharedState shared = new SharedState(Map.of("build", 666));

        int build = shared.get("build", int.class);

        assertThat(build).isEqualTo(666);
        assertThatThrownBy(() -> shared.get("build", long.class))
                .hasMessage("shared state \"build\" must be a java.lang.Long, was java.lang.Integer");
    }
}
