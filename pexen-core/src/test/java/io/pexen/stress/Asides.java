package io.pexen.stress;

import io.pexen.run.RunHandle;
import io.pexen.run.RunInterruptedException;
import io.pexen.run.RunListener;
import io.pexen.run.RunSummary;
import io.pexen.run.Skipped;
import io.pexen.run.TaskTimes;
import io.pexen.task.TaskRes;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The runs that are started beside a run: by its listener, by its consumer, by who has handed it on. */
final class Asides implements RunListener {

    private final Execution of;
    private final Map<Plan.Place, AtomicInteger> times = new EnumMap<>(Plan.Place.class);

    Asides(Execution of) {
        this.of = of;
        for (Plan.Place place : Plan.Place.values()) {
            times.put(place, new AtomicInteger());
        }
    }

    void perform(Plan.Place place, int after, Ban.Ground ground) throws InterruptedException {
        for (Plan.Aside aside : of.plan.asides()) {
            if (aside.place() == place && aside.after() == after) {
                new Execution(aside.run(), of.world, ground).run();
            }
        }
    }

    /** The same; an interrupt stays in the status of the thread. */
    void performQuietly(Plan.Place place, int after, Ban.Ground ground) {
        try {
            perform(place, after, ground);
        } catch (RunInterruptedException e) {
            of.world.journal.expect(
                    Thread.currentThread().isInterrupted(), "3.8", "the interrupt status is not set after " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Plan.Place place, Ban.Ground here) {
        int number = times.get(place).getAndIncrement();
        performQuietly(place, number, here.interruptible(of.world.closesPools()));
    }

    @Override
    public void taskFinished(RunHandle handle, TaskRes res, TaskTimes taken) {
        if (of.plan.ending() == Plan.Ending.BY_LISTENER
                && times.get(Plan.Place.FINISHED_LISTENER).get() == of.plan.when() % 8) {
            handle.cancel();
        }
        hear(Plan.Place.FINISHED_LISTENER, of.holding().atResult(res.task(), of.outside));
    }

    @Override
    public void taskSkipped(RunHandle handle, Skipped skipped) {
        hear(Plan.Place.SKIPPED_LISTENER, of.holding().atSkipped(skipped.task()));
    }

    @Override
    public void runEnded(RunHandle handle, RunSummary summary) {
        hear(Plan.Place.ENDED_LISTENER, of.outside);
    }
}
