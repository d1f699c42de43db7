package io.pexen.internal.engine;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The jobs of a run, one for each pool that it uses: what concerns all of them. */
final class PoolJobs {

    /** The jobs, by the numbers of their pools in the run; the first is of the pool that the run was given. */
    final PoolJob[] all;

    PoolJobs(PoolJob... all) {
        this.all = all;
    }

    PoolJob get(int poolIndex) {
        return all[poolIndex];
    }

    /** Requests one more worker of each pool, whether or not tasks wait for it. */
    void requestOneMoreEach() {
        for (PoolJob job : all) {
            job.requestOneMore();
        }
    }

    /** Whether a task waits that the driver shall execute, see {@link PoolJob#hasTaskForDriver}. */
    boolean hasTaskForDriver() {
        for (PoolJob job : all) {
            if (job.hasTaskForDriver()) {
                return true;
            }
        }
        return false;
    }

    /** Drops the tasks that no worker has begun and interrupts the others, see {@link Dispatcher#cancel}. */
    void cancel(IntConsumer dropped) {
        for (PoolJob job : all) {
            job.dispatcher.cancel(dropped);
        }
    }

    /** Whether a worker has begun a task whose result has not been processed. */
    boolean hasRunning() {
        for (PoolJob job : all) {
            if (job.dispatcher.hasRunning()) {
                return true;
            }
        }
        return false;
    }

    /** Passes the slots whose tasks workers have begun, and whose results have not been processed. */
    void forEachRunning(Consumer<Slot> consumer) {
        for (PoolJob job : all) {
            job.dispatcher.forEach(slot -> {
                if (slot.isRunning()) {
                    consumer.accept(slot);
                }
            });
        }
    }

    /** How many tasks are dispatched and their results not processed. May miss what happens at this moment. */
    int inFlight() {
        int tasks = 0;
        for (PoolJob job : all) {
            tasks += job.dispatcher.inFlight();
        }
        return tasks;
    }

    /** How many dispatched tasks wait for a worker. May miss what happens at this moment. */
    int waiting() {
        int waiting = 0;
        for (PoolJob job : all) {
            waiting += job.waiting();
        }
        return waiting;
    }
}
