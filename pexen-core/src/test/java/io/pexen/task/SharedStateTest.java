package io.pexen.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
