package io.pexen.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Waits for the work of bodies that return a future. */
final class Futures {

    private Futures() {}

    /**
     * Returns what a body has returned; if that is a {@link Future} or a {@link CompletionStage}, waits for its value
     * and returns that. So the result is never one of them.
     *
     * @throws InterruptedException if this thread is interrupted while it waits; the future is cancelled then
     * @throws Throwable what the future failed with
     */
    static @Nullable Object await(@Nullable Object returned) throws Throwable {
        Object value = returned;
        while (value instanceof Future || value instanceof CompletionStage) {
            value = get(value instanceof CompletionStage<?> stage ? future(stage) : (Future<?>) value);
            // A future that is done may hold itself, so this might never end.
            if (value instanceof Future && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return value;
    }

    private static @Nullable Object get(Future<?> future) throws Throwable {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** A future of a stage. Stages that are futures may refuse to be waited for: the JDK calls these minimal. */
    private static Future<?> future(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) { // which a stage may throw
            CompletableFuture<@Nullable Object> end = new CompletableFuture<>();
            stage.whenComplete((value, failure) -> {
                if (failure == null) {
                    end.complete(value);
                } else {
                    end.completeExceptionally(failure);
                }
            });
            return end;
        }
    }
}
