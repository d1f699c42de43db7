package io.pexen.stress;

import io.pexen.run.RunHandle;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.Task;
import io.pexen.task.TaskRes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One run, as its bodies and a listener see it, and the rules that it keeps. All state is guarded by this.
 *
 * <p>A result counts as processed when the listener has seen it, or, if results are iterated, when the consumer asks
 * for the next one or closes the run.
 */
final class Watch implements RunListener {

    private final Plan.Run plan;
    private final World world;
    private final boolean iterated;
    /** Whether locks are seen to be held until a result is processed (rule 6.2), or just as long as its body runs. */
    private final boolean strict;

    private final Map<Integer, Integer> limits;

    private final Map<Integer, Throwable> thrown = new HashMap<>();
    private final Set<Integer> began = new TreeSet<>();
    private final Set<Integer> ended = new TreeSet<>();
    private final Set<Integer> finished = new TreeSet<>();
    private final Set<Integer> skipped = new TreeSet<>();
    private final Set<Integer> provided = new HashSet<>();
    /** Tasks whose results were seen and not processed. */
    private final List<TaskRes> pending = new ArrayList<>();
    /** How many bodies have begun whose results were not processed, by pool. */
    private final Map<Integer, Integer> places = new HashMap<>();

    private int failed;
    private boolean closing;
    private RunSummary summary;

    /** @param mayBeCut whether the run may be ended early, when results are processed without their consumer */
    Watch(Plan.Run plan, World world, boolean mayBeCut) {
        this.plan = plan;
        this.world = world;
        this.iterated = plan.mode() != Plan.Mode.COLLECTED;
        this.strict =
                world.plan.patient() && !world.faults.any() && (!iterated || (!mayBeCut && !world.plan.keeping()));
        this.limits = new TreeMap<>();
        plan.tasks().forEach(task -> limits.put(poolOf(task), world.places(poolOf(task))));
    }

    private int poolOf(Plan.Task task) {
        return task.pool() == Plan.NONE ? plan.pool() : task.pool();
    }

    private void expect(boolean holds, String rule, String otherwise) {
        world.journal.expect(holds, rule, "run " + plan.name() + ": " + otherwise);
    }

    // Bodies.

    synchronized void begins(Plan.Task task) {
        expect(began.add(task.number()), "3.9", "task " + task.number() + " began twice");
        expect(
                summary == null || !world.plan.patient(),
                "3.8",
                "task " + task.number() + " began after the end of the run");
        expect(
                provided.containsAll(task.requires()),
                "5.1",
                "task " + task.number() + " requires " + task.requires() + " and began with " + provided);
        int now = places.merge(poolOf(task), 1, Integer::sum);
        expect(
                now <= limits.get(poolOf(task)),
                "3.3",
                now + " tasks at pool " + poolOf(task) + ", which has room for " + limits.get(poolOf(task)));
        if (task.hasLocks()) {
            world.locks(plan.scope()).enter(task, plan.name() + "-" + task.number());
        }
        world.journal.tick();
    }

    synchronized void ends(Plan.Task task, Throwable how) {
        ended.add(task.number());
        thrown.put(task.number(), how);
        if (task.hasLocks() && !strict) {
            world.locks(plan.scope()).exit(task);
        }
        world.journal.tick();
    }

    /**
     * What the map of a task that begins must hold: the marks of those that provide alone what it requires (rule 4.2).
     */
    List<Integer> parents(Plan.Task task) {
        return task.requires().stream()
                .filter(key -> key < 100 && !Body.leaks(plan.tasks().get(key)))
                .toList();
    }

    // The consumer, or who closes the run for it.

    /** What was seen is processed from now on; what follows at once, if the run is closed. */
    synchronized void processes(boolean closes) {
        closing |= closes;
        pending.forEach(this::process);
        pending.clear();
    }

    private void process(TaskRes res) {
        Plan.Task task = task(res.task());
        places.merge(poolOf(task), -1, Integer::sum);
        if (task.hasLocks() && strict) {
            world.locks(plan.scope()).exit(task);
        }
        if (res.depsOk()) {
            provided.add(task.number());
            provided.addAll(task.provides());
        }
    }

    private Plan.Task task(Task task) {
        return plan.tasks().get(Integer.parseInt(task.id().substring(task.id().lastIndexOf('-') + 1)));
    }

    // The listener.

    @Override
    public synchronized void taskFinished(RunHandle handle, TaskRes res, TaskTimes times) {
        Plan.Task task = task(res.task());
        expect(finished.add(task.number()), "3.9", "task " + task.number() + " finished twice");
        expect(summary == null, "3.9", "task " + task.number() + " finished after the end of the run");
        expect(ended.contains(task.number()), "3.9", "task " + task.number() + " finished before its body");
        if (!Body.leaks(task)) {
            expect(
                    res.excinfo() == thrown.get(task.number()),
                    "7.1",
                    "outcome of task " + task.number() + " is another exception than its body threw");
        }
        failed += res.succeeded() ? 0 : 1;
        if (!res.locksOk() && task.hasLocks()) {
            world.locks(plan.scope()).keeps();
        }
        pending.add(res);
        if (!iterated || closing) {
            processes(false);
        }
        world.journal.tick();
    }

    @Override
    public synchronized void taskSkipped(RunHandle handle, Skipped each) {
        expect(skipped.add(task(each.task()).number()), "5.2", each.task() + " was skipped twice");
        expect(
                each.reason() != Skipped.Reason.DEPENDENCY || each.cause() == null || failed > 0,
                "5.2",
                each.task() + " was skipped without a failure");
        world.journal.tick();
    }

    @Override
    public synchronized void runEnded(RunHandle handle, RunSummary result) {
        expect(summary == null, "3.9", "ended twice");
        summary = result;
        world.journal.tick();
    }

    /** Whether tasks with locks are left that have neither finished nor been skipped. */
    synchronized boolean isLocking() {
        return plan.tasks().stream()
                .anyMatch(task ->
                        task.hasLocks() && !finished.contains(task.number()) && !skipped.contains(task.number()));
    }

    /** Whether the run has ended, or whoever closes it may be about to end it. */
    synchronized boolean isEnding() {
        return summary != null || closing;
    }

    // After the end.

    synchronized boolean bodiesHaveEnded() {
        return ended.size() == began.size();
    }

    synchronized boolean hasEnded() {
        return summary != null;
    }

    /**
     * What must hold when all is over.
     *
     * @param started whether the run was started, as far as its driver saw
     * @param mayBeCut whether something may have ended the run early
     */
    synchronized void check(boolean started, boolean mayBeCut) {
        if (!started && summary == null) {
            expect(began.isEmpty(), "3.9", "was refused, and tasks " + began + " began");
            return;
        }
        if (summary == null) {
            expect(false, "3.9", "has not ended");
            return;
        }
        List<Integer> all = new ArrayList<>(finished);
        Set<Integer> told = new TreeSet<>();
        summary.skipped().forEach(each -> told.add(task(each.task()).number()));
        Set<Integer> cancelled = new TreeSet<>();
        summary.cancelled().forEach(each -> cancelled.add(task(each).number()));
        all.addAll(told);
        all.addAll(cancelled);
        expect(
                all.size() == plan.tasks().size() && new HashSet<>(all).size() == all.size(),
                "3.9",
                "tasks ran " + finished + ", were skipped " + told + ", were cancelled " + cancelled);
        expect(summary.ran() == finished.size(), "3.9", "summary says " + summary + ", finished were " + finished);
        expect(summary.failed() == failed, "3.9", "summary says " + summary + ", failed were " + failed);
        expect(told.equals(skipped), "5.2", "summary says skipped " + told + ", told were " + skipped);
        Set<Integer> lost = new TreeSet<>(began);
        lost.removeAll(finished);
        expect(lost.isEmpty() || !world.plan.patient(), "3.9", "tasks " + lost + " began and have no outcome");
        expect(mayBeCut || cancelled.isEmpty(), "3.8", "tasks " + cancelled + " were cancelled by nobody");
    }
}
