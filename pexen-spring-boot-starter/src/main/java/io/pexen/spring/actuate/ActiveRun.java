package io.pexen.spring.actuate;

import io.pexen.run.RunHandle;
import io.pexen.run.RunProgress;
import java.time.Instant;

/**
 * A run that has not ended.
 *
 * @param id the number of the run, which can be used to cancel it
 * @param pool the name of its pool
 * @param started when it started
 * @param progress its progress
 */
record ActiveRun(long id, String pool, Instant started, RunProgress progress) {

    static ActiveRun of(RunHandle run) {
        return new ActiveRun(run.id(), run.pool().name(), run.started(), run.progress());
    }
}
