/**
 * Executes runs: joins the planner, the pools and the results. Not for users.
 *
 * <p>There are two kinds of run: {@link io.pexen.internal.engine.CollectedRun} is moved by workers,
 * {@link io.pexen.internal.engine.IteratedRun} by its consumer.
 */
@NullMarked
package io.pexen.internal.engine;

import org.jspecify.annotations.NullMarked;
