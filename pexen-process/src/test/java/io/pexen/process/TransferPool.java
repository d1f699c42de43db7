package io.pexen.process;

import io.pexen.Sched;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A pool that accepts small messages only, for the tests of what travels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransferPool {

    ProcessWorkerPool pool;

    @BeforeAll
    void open() {
        pool = ProcessWorkerPool.builder().name("heavy").messageLimit(100_000).build();
    }

    @AfterAll
    void close() {
        pool.close();
    }

    TaskRes run(Task task) {
        return new Sched(List.of(task)).runAll(pool).get(0);
    }
}
