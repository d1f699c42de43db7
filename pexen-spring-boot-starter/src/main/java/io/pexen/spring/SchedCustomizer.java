package io.pexen.spring;

import io.pexen.Sched;

/**
 * Changes the scheds that are made of {@code pexen.scheds}, the one named "default" included. All beans of this type
 * are called for each of these scheds, in their order, when all singletons are there. The sched has its name, pools,
 * preset values, lock scope and listeners by then, and what a customizer sets is final. The tasks of annotated
 * methods are added later, so they may require what tasks that a customizer adds provide.
 */
@FunctionalInterface
public interface SchedCustomizer {

    /**
     * Changes a sched.
     *
     * @param sched which {@link Sched#name()} tells apart from others; it refuses runs yet
     */
    void customize(Sched sched);
}
