package io.pexen.task;

import org.jspecify.annotations.Nullable;

/** A body whose every failure is a controlled one. */
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
