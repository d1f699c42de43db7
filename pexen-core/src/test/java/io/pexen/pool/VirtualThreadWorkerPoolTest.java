package io.pexen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("8.3 ThreadWorkerPool with virtual threads")
class VirtualThreadWorkerPoolTest extends QueueingWorkerPoolTest implements WorkersInThisJvm {

    @BeforeEach
    void needsVirtualThreads() {
        assumeTrue(ThreadWorkerPool.virtualThreadsAvailable(), "virtual threads need Java 21");
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
