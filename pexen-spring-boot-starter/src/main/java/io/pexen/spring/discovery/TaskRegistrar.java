package io.pexen.spring.discovery;

import io.pexen.Sched;
import io.pexen.graph.GraphException;
import io.pexen.spring.StartupProblem;
import io.pexen.spring.StartupProblemsException;
import io.pexen.spring.TaskContributor;
import io.pexen.task.PexenException;
import io.pexen.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Adds the annotated methods of all beans to the scheds that they name, once all singletons exist. */
final class TaskRegistrar implements TaskContributor {

    private static final Logger log = LoggerFactory.getLogger(TaskRegistrar.class);

    private final ConfigurableListableBeanFactory beans;

    TaskRegistrar(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void addTasks() {
        List<StartupProblem> problems = new ArrayList<>();
        List<Throwable> causes = new ArrayList<>();
        Map<Sched, List<FoundTask>> bySched = define(new TaskMethodFinder(beans).find(), problems, causes);
        UnknownPools pools = new UnknownPools(beans);
        bySched.forEach((sched, tasks) -> {
            ClashingIds.find(tasks, problems);
            pools.find(sched, tasks, problems);
        });
        failOn(problems, causes);
        for (Map.Entry<Sched, List<FoundTask>> entry : bySched.entrySet()) {
            try {
                add(entry.getKey(), entry.getValue());
            } catch (GraphException e) {
                causes.add(e);
                problems.addAll(explain(entry.getKey(), e, entry.getValue()));
            }
        }
        failOn(problems, causes);
    }

    private Map<Sched, List<FoundTask>> define(
            List<FoundMethod> methods, List<StartupProblem> problems, List<Throwable> causes) {
        TaskDefiner definer = new TaskDefiner(beans);
        SchedFinder scheds = new SchedFinder(beans);
        Map<Sched, List<FoundTask>> bySched = new LinkedHashMap<>();
        for (FoundMethod method : methods) {
            try {
                Sched sched = scheds.find(definer.resolve(method.annotation().sched()), method);
                FoundTask task = new FoundTask(definer.define(method), method);
                bySched.computeIfAbsent(sched, any -> new ArrayList<>()).add(task);
            } catch (StartupProblemsException e) {
                problems.addAll(e.problems());
            } catch (RuntimeException e) {
                problems.add(unfit(method, e));
                causes.add(e);
            }
        }
        return bySched;
    }

    /** Splits the message: those of pexen end with what to do, after a semicolon. */
    private static StartupProblem unfit(FoundMethod method, RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int end = e instanceof PexenException ? message.lastIndexOf("; ") : -1;
        return new StartupProblem(
                "The " + method + " cannot be a task: " + (end < 0 ? message : message.substring(0, end) + "."),
                end < 0
                        ? "Change the method or its @PexenTask annotation accordingly."
                        : capitalized(message.substring(end + 2)) + ".");
    }

    private static void add(Sched sched, List<FoundTask> tasks) {
        sched.addTasks(tasks.stream().map(FoundTask::task).toList());
        for (FoundTask task : tasks) {
            log.debug("Registered task {} in sched \"{}\"", task, sched.name());
        }
    }

    /** The problems of a graph, with the beans and methods of the tasks concerned. */
    private static List<StartupProblem> explain(Sched sched, GraphException e, List<FoundTask> tasks) {
        Map<Task, FoundTask> found = new HashMap<>();
        tasks.forEach(task -> found.put(task.task(), task));
        List<StartupProblem> problems = new ArrayList<>();
        e.problems().forEach(problem -> {
            StringBuilder text = new StringBuilder("In the sched \"" + sched.name() + "\": " + problem.message() + ".");
            for (Task task : problem.tasks()) {
                text.append("\n    ").append(found.containsKey(task) ? found.get(task) : '"' + task.id() + '"');
            }
            problems.add(new StartupProblem(text.toString(), capitalized(problem.action()) + "."));
        });
        return problems;
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** Throws if there are problems; the first exception is the cause, the others are suppressed. */
    private static void failOn(List<StartupProblem> problems, List<Throwable> causes) {
        if (!problems.isEmpty()) {
            StartupProblemsException e =
                    new StartupProblemsException(problems, causes.isEmpty() ? null : causes.get(0));
            causes.stream().skip(1).forEach(e::addSuppressed);
            throw e;
        }
    }
}
