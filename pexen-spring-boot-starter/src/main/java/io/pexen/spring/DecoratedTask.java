package io.pexen.spring;

import io.pexen.task.PexenException;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * A task of one run with its decorators. They are created on the thread that starts the run. The task is executed at
 * most once, on the thread of a worker. What the body throws is part of the outcome and does not pass through the
 * decorators.
 */
final class DecoratedTask {

    private final String id;
    private final List<NamedDecorator> decorators;
    private @Nullable Runnable outermost;
    private @Nullable PexenException undecorated;

    // The fields below are used only by the worker's thread.
    private @Nullable Thread thread;
    private @Nullable Supplier<TaskRes> execution;
    private @Nullable TaskRes outcome;
    /** The index of the decorator whose code is running; below 0 if the task itself is running. */
    private int active;
    /** The index of the innermost decorator that has called its {@code Runnable}. */
    private int passed;

    /** A decorator and the name of its bean. */
    record NamedDecorator(String name, TaskDecorator decorator) {}

    private DecoratedTask(String id, List<NamedDecorator> decorators) {
        this.id = id;
        this.decorators = decorators;
        this.passed = decorators.size();
    }

    /** A task that all of these decorators decorate; the first is the innermost, as in Spring's composite. */
    static DecoratedTask of(String id, List<NamedDecorator> decorators) {
        DecoratedTask task = new DecoratedTask(id, decorators);
        task.decorate();
        return task;
    }

    /**
     * Called on the thread that starts the run. A failure does not affect the run: it is reported as the task's
     * outcome.
     */
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
                undecorated = failure(i, "returned null; it must return a Runnable", null);
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

    /** Checks the thread at each step, so that the error names the decorator at fault. */
    private Supplier<TaskRes> requireMyTurn() {
        Supplier<TaskRes> mine = thread == Thread.currentThread() ? execution : null;
        if (mine == null) {
            throw new IllegalStateException("task \"" + id
                    + "\" is executed once, on the thread of its worker; a TaskDecorator must"
                    + " call its Runnable once, on that thread");
        }
        return mine;
    }

    /** Executes the task on the thread of its worker, inside its decorators. */
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
        if (thrown != null && active < 0) { // inside all decorators
            return new TaskRes(context.task(), context.shared(), null, thrown);
        }
        PexenException failure = thrown != null
                ? failure(active, "threw; see the cause", thrown)
                : failure(
                        passed - 1,
                        "did not execute its task; it must call its Runnable once, on the thread that called it",
                        null);
        Throwable excinfo = outcome == null ? null : outcome.excinfo();
        if (outcome != null && excinfo != null) { // the body has already failed, and its failure takes precedence
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
