/**
 * What a user holds: {@link io.pexen.Sched}, its {@link io.pexen.Run} and what comes of it.
 *
 * <p>A {@code Sched} turns declared tasks ({@link io.pexen.task}) into a validated graph ({@link io.pexen.graph}); a run
 * lets one planner decide what may go, hands it to a pool ({@link io.pexen.pool}) and passes the results on. The two
 * drivers live here: results iterated by a consumer, and everything collected at once.
 */
@NullMarked
package io.pexen;

import org.jspecify.annotations.NullMarked;
