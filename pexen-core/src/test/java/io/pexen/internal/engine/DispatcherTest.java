package io.pexen.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many tasks a worker takes ahead. */
@Timeout(20)
class DispatcherTest {

    @Test
    @DisplayName("a worker takes its share of the waiting tasks ahead")
    void takesItsShare() {
        assertThat(new Dispatcher(0, 4, 40, true).share(20)).isEqualTo(5);
    }

    @Test
    @DisplayName("a worker never takes more ahead than it has room for, even if the queue was counted too long")
    void takesNoMoreThanItHasRoomFor() {
        assertThat(new Dispatcher(0, 2, 3, true).share(4)).isEqualTo(1);
        assertThat(new Dispatcher(0, 2, 66, true).share(1_000)).isEqualTo(33);
    }
}
