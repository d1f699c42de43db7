package io.pexen.sample;

import io.pexen.spring.event.RunEnded;
import io.pexen.spring.event.TaskSkipped;
import io.pexen.task.TaskRes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs each task that succeeds or is skipped, in one line: results are ordinary application events. */
@Component
class ResultLog {

    private static final Logger log = LoggerFactory.getLogger(ResultLog.class);

    @EventListener
    void on(TaskRes res) {
        if (res.succeeded()) { // pexen logs failures
            log.info("{} succeeded: {}", res.task().id(), res.ret());
        }
    }

    @EventListener
    void on(TaskSkipped event) {
        log.warn("skipped {}", event.skipped());
    }

    @EventListener
    void on(RunEnded event) {
        log.info("run {} ended: {}", event.run().id(), event.summary());
    }
}
