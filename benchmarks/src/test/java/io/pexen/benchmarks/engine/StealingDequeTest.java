package io.pexen.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StealingDequeTest {

    @Test
    void ownerTakesTheNewestAndThiefTheOldest() {
        StealingDeque deque = new StealingDeque();
        for (int task = 0; task < 3; task++) {
            deque.push(task);
        }
        assertThat(deque.pop()).isEqualTo(2);
        assertThat(deque.steal()).isEqualTo(0);
        assertThat(deque.pop()).isEqualTo(1);
        assertThat(deque.pop()).isEqualTo(StealingDeque.NONE);
        assertThat(deque.steal()).isEqualTo(StealingDeque.NONE);
        assertThat(deque.isEmpty()).isTrue();
    }

    @Test
    void growsAndKeepsAll() {
        StealingDeque deque = new StealingDeque();
        for (int task = 0; task < 5000; task++) {
            deque.push(task);
        }
        for (int task = 4999; task >= 0; task--) {
            assertThat(deque.pop()).isEqualTo(task);
        }
    }

    @Test
    void givesEachTaskToOneOfOwnerAndThief() throws InterruptedException {
        int tasks = 2_000_000;
        StealingDeque deque = new StealingDeque();
        AtomicIntegerArray taken = new AtomicIntegerArray(tasks);
        Thread thief = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                count(taken, deque.steal());
            }
        });
        thief.start();
        for (int task = 0; task < tasks; task++) {
            deque.push(task);
            if (task % 3 == 2) {
                count(taken, deque.pop());
                count(taken, deque.pop());
            }
        }
        while (!deque.isEmpty()) {
            count(taken, deque.pop());
        }
        thief.interrupt();
        thief.join();
        for (int task = 0; task < tasks; task++) {
            assertThat(taken.get(task)).isEqualTo(1);
        }
    }

    private static void count(AtomicIntegerArray taken, int task) {
        if (task != StealingDeque.NONE) {
            taken.incrementAndGet(task);
        }
    }
}
