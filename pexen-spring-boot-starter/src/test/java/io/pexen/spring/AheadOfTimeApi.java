package io.pexen.spring;

import io.pexen.task.PexenTask;

/** A task of {@link AheadOfTimeApp} that is annotated in an interface. */
interface AheadOfTimeApi {

    @PexenTask(id = "by-interface", sched = "work", requires = "by-class")
    String ofInterface();
}
