/**
 * The API for users: {@link io.pexen.Sched} and its {@link io.pexen.Run}.
 *
 * <p>A {@code Sched} turns declared tasks ({@link io.pexen.task}) into a validated graph ({@link io.pexen.graph}). It
 * runs them on a pool ({@link io.pexen.pool}), and the run yields results and an outcome ({@link io.pexen.run}). Two
 * kinds of run exist: one whose results a consumer iterates, and one that collects them all.
 */
@NullMarked
package io.pexen;

import org.jspecify.annotations.NullMarked;
