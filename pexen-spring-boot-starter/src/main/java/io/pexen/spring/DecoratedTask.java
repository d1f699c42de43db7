package io.pexen.spring;

import io.pexen.task.PexenException;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * A task of one run, as decorators wrap it: made on the thread that starts the run, and executed at most once, on the
 * thread of a worker. What the body throws is part of the outcome, and passes by the decorators.
 */
final class DecoratedTask {

    private final String id;
    private final List<NamedDecorator> decorators;
    private @Nullable Runnable outermost;
    private @Nullable PexenException undecorated;

    // Of the worker's thread.
    private @Nullable Thread thread;
    private @Nullable Supplier<TaskRes> execution;
    private @Nullable TaskRes outcome;
    /** The decorator whose code is running; below 0 if the task itself is. */
    private int active;
    /** The innermost decorator that has called on. */
    private int passed;

    /** A decorator, and the name of its bean. */
    record NamedDecorator(String name, TaskDecorator decorator) {}

    private DecoratedTask(String id, List<NamedDecorator> decorators) {
        this.id = id;
        this.decorators = decorators;
        this.passed = decorators.size();
    }

    /** A task that all of these decorate, the first as the innermost, as Spring's composite has it. */
    static DecoratedTask of(String id, List<NamedDecorator> decorators) {
        DecoratedTask task = new DecoratedTask(id, decorators);
        task.decorate();
        return task;
    }

    /** On the thread that starts the run, which goes on if this fails. */
    private void decorate() {
        Runnable inner = this::execute;
        for (int i = 0; i < decorators.size(); i++) {
            try {
                inner = decorators.get(i).decorator().decorate(passing(i, inner));
            } catch (Throwable e) {
                undecorated = failure(i, "threw when the run started; see the cause", e);
                return;
            }
            if (inner == null) {
                undecorated = failure(i, "returned null; it has to return a Runnable", null);
                return;
            }
        }
        outermost = inner;
    }

    private Runnable passing(int decorator, Runnable inner) {
        return () -> {
            requireMyTurn();
            passed = Math.min(passed, decorator);
            active = decorator - 1;
            inner.run();
            active = decorator;
        };
    }

    private void execute() {
        Supplier<TaskRes> mine = requireMyTurn();
        execution = null;
        outcome = mine.get();
    }

    /** Checks the thread at each step, so that the decorator at fault is the one that is named. */
    private Supplier<TaskRes> requireMyTurn() {
        Supplier<TaskRes> mine = thread == Thread.currentThread() ? execution : null;
        if (mine == null) {
            throw new IllegalStateException("task \"" + id
                    + "\" is executed once, on the thread of its worker; a TaskDecorator must"
                    + " call its Runnable there once");
        }
        return mine;
    }

    /** Executes the task on the thread of its worker, inside of the decorators. */
    TaskRes execute(TaskContext context, Supplier<TaskRes> body) {
        if (outermost == null) {
            return new TaskRes(context.task(), context.shared(), null, undecorated);
        }
        thread = Thread.currentThread();
        execution = body;
        active = decorators.size() - 1;
        Throwable thrown = null;
        try {
            outermost.run();
        } catch (Throwable e) {
            thrown = e;
        }
        execution = null;
        if (thrown == null && outcome != null) {
            return outcome;
        }
        if (thrown != null && active < 0) { // inside of all decorators
            return new TaskRes(context.task(), context.shared(), null, thrown);
        }
        PexenException failure = thrown != null
                ? failure(active, "threw; see the cause", thrown)
                : failure(
                        passed - 1,
                        "did not have its task executed; it has to call its Runnable once, on the thread that called"
                                + " it",
                        null);
        Throwable excinfo = outcome == null ? null : outcome.excinfo();
        if (outcome != null && excinfo != null) { // the body has failed already, and that is what counts
            excinfo.addSuppressed(failure);
            return outcome;
        }
        return new TaskRes(context.task(), context.shared(), null, failure);
    }

    private PexenException failure(int decorator, String what, @Nullable Throwable cause) {
        String text = "task \"" + id + "\": the TaskDecorator \""
                + decorators.get(decorator).name() + "\" " + what;
        return cause == null ? new PexenException(text) : new PexenException(text, cause);
    }
}
