package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("8.3 ThreadWorkerPool with virtual threads")
class VirtualThreadWorkerPoolTest extends QueueingWorkerPoolTest implements WorkersInThisJvm, ClosedFromInside {

    @BeforeEach
    void needsVirtualThreads() {
        assumeTrue(ThreadWorkerPool.virtualThreadsAvailable(), "virtual threads need Java 21");
    }

    @Override
    public WorkerPool createPatient(int workers) {
        return ThreadWorkerPool.builder()
                .workers(workers)
                .virtual(true)
                .gracePeriod(Duration.ofHours(1))
                .build();
    }

    @Override
    public WorkerPool create(int workers) {
        return ThreadWorkerPool.builder()
                .workers(workers)
                .spare(1)
                .virtual(true)
                .build();
    }

    @Test
    @DisplayName("8.3 says that it is virtual")
    void isVirtual() {
        try (ThreadWorkerPool pool = ThreadWorkerPool.builder().virtual(true).build()) {
            assertThat(pool.isVirtual()).isTrue();
        }
    }
}
