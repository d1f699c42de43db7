package io.pexen.pool;

import io.pexen.test.CallerThreadPool;
import org.junit.jupiter.api.DisplayName;

@DisplayName("CallerThreadPool")
class CallerThreadPoolTest extends WorkerPoolTest implements WorkersInThisJvm {

    @Override
    public WorkerPool create(int workers) {
        return new CallerThreadPool();
    }
}
