/**
 * Decides which tasks may run: a plain state machine without threads, clocks or I/O. Completions go in, tasks to
 * dispatch come out. Not for users.
 *
 * <p>A {@link io.pexen.internal.plan.Planner} belongs to one run and is moved by one thread at a time, the holder of
 * the run's combiner. Runs of one scope share a {@link io.pexen.internal.plan.LockTable}, and what they do there
 * happens under its monitor. The table knows a run only as a {@link io.pexen.internal.plan.ScopeMember}.
 */
@NullMarked
package io.pexen.internal.plan;

import org.jspecify.annotations.NullMarked;
