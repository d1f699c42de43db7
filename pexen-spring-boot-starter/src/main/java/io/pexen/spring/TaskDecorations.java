package io.pexen.spring;

import io.pexen.CurrentRun;
import io.pexen.pool.TaskWrapper;
import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.spring.DecoratedTask.NamedDecorator;
import io.pexen.task.Task;
import io.pexen.task.TaskContext;
import io.pexen.task.TaskRes;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.task.TaskDecorator;

/**
 * Applies {@link TaskDecorator} beans to tasks. Spring's executors call a decorator on the thread that submits a task,
 * so that it can capture what is bound there. Here, that is the thread that starts a run, because tasks are dispatched
 * by whichever worker moves the run. Each task is decorated separately, because a decorated {@link Runnable} may have
 * state, as those of Spring Security do. A worker finds the decorated task through the run that it works for.
 */
final class TaskDecorations implements RunListener, TaskWrapper {

    private final List<NamedDecorator> decorators;
    private final Map<Long, Map<Task, DecoratedTask>> runs = new ConcurrentHashMap<>();

    TaskDecorations(ListableBeanFactory beans) {
        IdentityHashMap<TaskDecorator, String> names = new IdentityHashMap<>();
        BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, TaskDecorator.class)
                .forEach((name, decorator) -> names.put(decorator, name));
        decorators = beans.getBeanProvider(TaskDecorator.class)
                .orderedStream()
                .map(decorator -> new NamedDecorator(
                        names.getOrDefault(decorator, decorator.getClass().getName()), decorator))
                .toList();
    }

    @Override
    public void runStarted(RunHandle run) {
        Map<Task, DecoratedTask> tasks = new HashMap<>();
        run.graph().tasks().forEach(task -> tasks.put(task, DecoratedTask.of(task.id(), decorators)));
        runs.put(run.id(), tasks);
    }

    @Override
    public void runEnded(RunHandle run, RunSummary summary) {
        runs.remove(run.id());
    }

    @Override
    public TaskRes execute(TaskContext context, Supplier<TaskRes> execution) {
        RunHandle run = CurrentRun.get();
        Map<Task, DecoratedTask> tasks = run == null ? null : runs.get(run.id());
        DecoratedTask task = tasks == null ? null : tasks.get(context.task());
        // Null if the sched is not a bean of this context: this listener did not see its run start.
        return task == null ? execution.get() : task.execute(context, execution);
    }
}
