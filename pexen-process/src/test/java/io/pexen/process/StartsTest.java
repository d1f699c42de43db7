package io.pexen.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("8.4 a pool is down when no worker lives and none can be started")
class StartsTest {

    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Starts starts = new Starts(PATIENCE);
    private long now = -SECOND; // as System.nanoTime may be

    private void fail(WorkerStartException why, boolean otherLives) {
        now += 6 * SECOND; // longer than any pause
        assertThat(starts.mayStart(now)).isTrue();
        starts.failed(starts.begin(), why, otherLives, now);
    }

    private static WorkerStartException ended() {
        return new WorkerStartException("ended", null);
    }

    private static WorkerStartException killed() {
        return new WorkerStartException("killed", null, true);
    }

    @Test
    @DisplayName("at the third failure in a row while no other lives; a success makes it forget")
    void three() {
        fail(ended(), false);
        fail(ended(), false);
        starts.begin();
        starts.succeeded();
        fail(ended(), false);
        fail(ended(), false);
        assertThat(starts.down()).isNull();
        fail(ended(), false);
        assertThat(starts.down()).hasMessage("ended");
        assertThat(starts.refuses(now)).isTrue();
        assertThat(starts.refuses(now + 6 * SECOND)).isFalse();
        starts.begin();
        starts.succeeded();
        assertThat(starts.down()).isNull();
    }

    @Test
    @DisplayName("never while another worker lives, however many fail, or how long they take")
    void anotherLives() {
        for (int i = 0; i < 100; i++) {
            fail(new WorkerStartException("slow", new SocketTimeoutException()), true);
            fail(ended(), true);
            fail(killed(), true);
        }
        assertThat(starts.down()).isNull();
        fail(killed(), false);
        fail(ended(), false);
        fail(ended(), false);
        assertThat(starts.down()).as("both were alone").isNull();
    }

    @Test
    @DisplayName("never while another start is under way")
    void anotherStarts() {
        int first = starts.begin();
        int second = starts.begin();
        starts.failed(first, new WorkerStartException("slow", new SocketTimeoutException()), false, now);
        assertThat(starts.down()).isNull();
        starts.failed(second, new WorkerStartException("slow too", new SocketTimeoutException()), false, now);
        assertThat(starts.down()).hasMessage("slow too");
    }

    @Test
    @DisplayName("when starts were killed for as long as one may take, and not before, however many they were")
    void allKilled() {
        fail(killed(), false);
        long first = now;
        while (now + 6 * SECOND < first + PATIENCE) {
            fail(killed(), false);
            assertThat(starts.down()).isNull();
        }
        fail(killed(), false);
        assertThat(starts.down()).hasMessage("killed");
    }
}
