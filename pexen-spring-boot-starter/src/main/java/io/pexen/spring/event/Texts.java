package io.pexen.spring.event;

import io.pexen.run.RunHandle;

/** Log texts that events share. */
final class Texts {

    private Texts() {}

    /** {@code sched=nightly, run=7}. */
    static String of(RunHandle run) {
        return "sched=" + run.schedName() + ", run=" + run.id();
    }
}
