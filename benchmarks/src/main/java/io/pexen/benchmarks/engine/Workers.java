package io.pexen.benchmarks.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** The two threads of a hand-written engine. */
final class Workers implements AutoCloseable {

    /** The number of workers of every engine. */
    static final int COUNT = 2;

    private final ExecutorService threads = executor("worker");

    /** An executor with as many threads as every engine has workers. */
    static ExecutorService executor(String name) {
        return Executors.newFixedThreadPool(COUNT, body -> {
            Thread thread = new Thread(body, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts all workers, passing each its number. */
    List<Future<?>> start(IntConsumer worker) {
        List<Future<?>> started = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int me = i;
            started.add(threads.submit(() -> worker.accept(me)));
        }
        return started;
    }

    /** Waits until these workers have ended. */
    static void await(List<Future<?>> started) {
        for (Future<?> worker : started) {
            try {
                worker.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("a worker has failed", e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
