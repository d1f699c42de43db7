package io.pexen.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RingTest {

    @Test
    void isFirstInFirstOutAndBounded() {
        Ring ring = new Ring(2);
        assertThat(ring.offer(7)).isTrue();
        assertThat(ring.offer(8)).isTrue();
        assertThat(ring.offer(9)).isFalse();
        assertThat(ring.isHalfEmpty()).isFalse();
        assertThat(ring.poll()).isEqualTo(7);
        assertThat(ring.isHalfEmpty()).isTrue();
        assertThat(ring.poll()).isEqualTo(8);
        assertThat(ring.hasItem()).isFalse();
        assertThat(ring.poll()).isEqualTo(Ring.NONE);
    }

    @Test
    void refusesACapacityThatIsNoPowerOfTwo() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ring(3)).withMessageContaining("was 3");
    }

    @Test
    void keepsTheOrderOfEachProducer() throws InterruptedException {
        int each = 200_000;
        BlockingRing ring = new BlockingRing(8);
        Thread[] producers = new Thread[Workers.COUNT];
        for (int i = 0; i < producers.length; i++) {
            int first = i * each;
            producers[i] = new Thread(() -> {
                for (int item = first; item < first + each; item++) {
                    ring.put(item);
                }
            });
            producers[i].start();
        }
        int[] next = {0, each};
        for (int seen = 0; seen < Workers.COUNT * each; seen++) {
            int item = ring.take();
            assertThat(item).isEqualTo(next[item / each]++);
        }
        for (Thread producer : producers) {
            producer.join();
        }
    }

    @Test
    void givesEachItemToOneConsumer() throws InterruptedException {
        int items = 200_000;
        BlockingRing ring = new BlockingRing(8);
        long[] sums = new long[Workers.COUNT];
        Thread[] consumers = new Thread[Workers.COUNT];
        for (int i = 0; i < consumers.length; i++) {
            int me = i;
            consumers[i] = new Thread(() -> {
                for (int item = ring.take(); item != Integer.MAX_VALUE; item = ring.take()) {
                    sums[me] += item;
                }
            });
            consumers[i].start();
        }
        for (int item = 0; item < items; item++) {
            ring.put(item);
        }
        for (int i = 0; i < consumers.length; i++) {
            ring.put(Integer.MAX_VALUE);
        }
        for (Thread consumer : consumers) {
            consumer.join();
        }
        assertThat(sums[0] + sums[1]).isEqualTo((items - 1L) * items / 2);
    }
}
