/**
 * The API for users: {@link io.pexen.Sched}, its {@link io.pexen.Run} and the run's outcome.
 *
 * <p>A {@code Sched} turns declared tasks ({@link io.pexen.task}) into a validated graph ({@link io.pexen.graph}); a
 * planner decides which tasks of a run may be dispatched, a pool ({@link io.pexen.pool}) executes them, and the run
 * passes the results on. Both kinds of run are here: one whose results are iterated by a consumer, and one that
 * collects everything at once.
 */
@NullMarked
package io.pexen;

import org.jspecify.annotations.NullMarked;
