package io.pexen.task;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a task does. It may take nothing, the shared state, the kwargs or both, return anything and throw anything.
 *
 * <p>Users seldom name this type: the lambdas given to {@link Task.Builder#runs} and {@link Task.Builder#calls} become
 * one of the nested forms, each of which is a body by itself, so no adapter stands between a lambda and its worker.
 *
 * <p>Bodies are serializable, so that they can travel to the workers of another process if all that they capture can.
 */
@FunctionalInterface
@SuppressWarnings("FunctionalInterfaceMethodChanged") // the forms exist to be bodies by themselves, without an adapter
public interface TaskBody extends Serializable {

    /**
     * Does the work, on a worker's thread.
     *
     * <p>A body that returns a {@link java.util.concurrent.Future} or a {@link java.util.concurrent.CompletionStage}
     * has ended when that has: the worker waits for it, and the task keeps its locks and its place in the pool. If the
     * task is interrupted meanwhile, because its run is cancelled or its pool closed, the future is cancelled. Note
     * that cancelling a {@link java.util.concurrent.CompletableFuture} does not interrupt whoever computes its value. A
     * reactive type is no future, and nothing subscribes to it: return {@code mono.toFuture()}.
     *
     * @return the value for {@link TaskRes#ret()}, or a future of it
     * @throws Throwable anything; {@link TaskRes#excinfo()} will hold it
     */
    @Nullable
    Object call(TaskContext context) throws Throwable;

    /** Whether the body reads or writes the shared state; if not, it gets no copy unless a parent passes one. */
    default boolean takesShared() {
        return true;
    }

    /** Whether the body takes kwargs; if not, a task that has some is refused. */
    default boolean takesKwargs() {
        return true;
    }

    /**
     * This body, except that whatever it throws becomes the controlled failure that {@code wrapper} makes of it. A
     * {@link TaskFailException} is controlled already, and passes unchanged.
     */
    default TaskBody failWrap(FailWrapper wrapper) {
        record FailWrapped(TaskBody body, FailWrapper wrapper) implements TaskBody {

            @Override
            public @Nullable Object call(TaskContext context) throws Throwable {
                try {
                    return Futures.await(body.call(context)); // here, so that its failure is wrapped as well
                } catch (TaskFailException controlled) {
                    throw controlled;
                } catch (Throwable cause) {
                    throw wrapper.wrap(cause);
                }
            }

            @Override
            public boolean takesShared() {
                return body.takesShared();
            }

            @Override
            public boolean takesKwargs() {
                return body.takesKwargs();
            }
        }
        return new FailWrapped(this, wrapper);
    }

    /** Takes nothing, returns nothing. */
    @FunctionalInterface
    interface Runs extends TaskBody {
        void run() throws Throwable;

        @Override
        default @Nullable Object call(TaskContext context) throws Throwable {
            run();
            return null;
        }

        @Override
        default boolean takesShared() {
            return false;
        }

        @Override
        default boolean takesKwargs() {
            return false;
        }
    }

    /** Takes the shared state, returns nothing. */
    @FunctionalInterface
    interface RunsShared extends TaskBody {
        void run(SharedState shared) throws Throwable;

        @Override
        default @Nullable Object call(TaskContext context) throws Throwable {
            run(context.shared());
            return null;
        }

        @Override
        default boolean takesKwargs() {
            return false;
        }
    }

    /** Takes the shared state and the kwargs, returns nothing. */
    @FunctionalInterface
    interface RunsBoth extends TaskBody {
        void run(SharedState shared, Kwargs kwargs) throws Throwable;

        @Override
        default @Nullable Object call(TaskContext context) throws Throwable {
            run(context.shared(), context.kwargs());
            return null;
        }
    }

    /** Takes nothing, returns a value. */
    @FunctionalInterface
    interface Calls extends TaskBody {
        @Nullable
        Object call() throws Throwable;

        @Override
        default @Nullable Object call(TaskContext context) throws Throwable {
            return call();
        }

        @Override
        default boolean takesShared() {
            return false;
        }

        @Override
        default boolean takesKwargs() {
            return false;
        }
    }

    /** Takes the shared state, returns a value. */
    @FunctionalInterface
    interface CallsShared extends TaskBody {
        @Nullable
        Object call(SharedState shared) throws Throwable;

        @Override
        default @Nullable Object call(TaskContext context) throws Throwable {
            return call(context.shared());
        }

        @Override
        default boolean takesKwargs() {
            return false;
        }
    }

    /** Takes the shared state and the kwargs, returns a value. */
    @FunctionalInterface
    interface CallsBoth extends TaskBody {
        @Nullable
        Object call(SharedState shared, Kwargs kwargs) throws Throwable;

        @Override
        default @Nullable Object call(TaskContext context) throws Throwable {
            return call(context.shared(), context.kwargs());
        }
    }

    /** Takes the kwargs, returns a value. */
    @FunctionalInterface
    interface CallsKwargs extends TaskBody {
        @Nullable
        Object call(Kwargs kwargs) throws Throwable;

        @Override
        default @Nullable Object call(TaskContext context) throws Throwable {
            return call(context.kwargs());
        }

        @Override
        default boolean takesShared() {
            return false;
        }
    }
}
