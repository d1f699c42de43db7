package io.pexen.contract;

import static org.awaitility.Awaitility.await;

import io.pexen.Run;
import io.pexen.pool.Job;
import io.pexen.pool.Worker;
import io.pexen.pool.WorkerPool;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import io.pexen.task.TaskBody;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** What tests of the contract have in common. */
final class Tasks {

    /** A body without effect. */
    static final TaskBody.Runs NOTHING = () -> {};

    private Tasks() {}

    /** Calls the body in a thread of its own. */
    static <T> FutureTask<T> inThread(Callable<T> body) {
        FutureTask<T> future = new FutureTask<>(body);
        new Thread(future).start();
        return future;
    }

    /** A body that fails in an uncontrolled way. */
    static TaskBody.Runs failing(String message) {
        return () -> {
            throw new IllegalStateException(message);
        };
    }

    static List<String> ids(Collection<TaskRes> results) {
        return results.stream().map(res -> res.task().id()).toList();
    }

    /** Iterates a run to its end. */
    static List<TaskRes> all(Run run) {
        List<TaskRes> results = new ArrayList<>();
        for (TaskRes res : run) {
            results.add(res);
        }
        return results;
    }

    /** A task whose body says that it has started, and then waits to be interrupted. */
    static Task sleeper(String id, CountDownLatch started, AtomicBoolean interrupted) {
        return Task.named(id).runs(() -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
    }

    /** The names of the threads of a pool. */
    static List<String> threadsOf(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(pool + "-"))
                .toList();
    }

    /** Returns when all that was dispatched to a pool has ended, and each worker has done what it does after a task. */
    static void settle(WorkerPool pool) throws InterruptedException {
        await().until(() -> pool.stats().busy() == 0 && pool.stats().spareUsed() == 0);
        CountDownLatch arrived = new CountDownLatch(pool.workers());
        for (int i = 0; i < pool.workers(); i++) {
            pool.execute(new Job() {
                @Override
                public void run(Worker worker) {
                    arrived.countDown();
                    try {
                        arrived.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }

                @Override
                public void drop(PexenException why) {
                    arrived.countDown();
                }

                @Override
                public int waiting() {
                    return 0;
                }
            });
        }
        arrived.await();
    }
}
