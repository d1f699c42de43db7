package io.pexen.spring;

import io.pexen.Sched;

/**
 * Customizes the scheds that are created from {@code pexen.scheds}, including the one named "default". All beans of
 * this type are called for each of these scheds, in their order, once all singletons exist. By then the sched has its
 * name, pools, preset values, lock scope and listeners, and what a customizer sets is final. The tasks of annotated
 * methods are added later, so they may require what is provided by tasks that a customizer adds.
 */
@FunctionalInterface
public interface SchedCustomizer {

    /**
     * Customizes a sched.
     *
     * @param sched the sched, identified by its {@link Sched#name()}; it still refuses runs
     */
    void customize(Sched sched);
}
