/**
 * Decides what may run: a plain state machine without threads, clocks or I/O. Completions go in, tasks to dispatch come
 * out. Not for users.
 *
 * <p>A {@link io.pexen.internal.plan.Planner} belongs to one run and is moved by one thread at a time, the holder of
 * the run's combiner. Planners of several runs share a {@link io.pexen.internal.plan.LockTable}; what they do there
 * happens under its monitor.
 */
@NullMarked
package io.pexen.internal.plan;

import org.jspecify.annotations.NullMarked;
