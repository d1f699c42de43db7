package io.pexen.plan;

import org.jspecify.annotations.Nullable;

/**
 * A run that another one waits for.
 *
 * @param run the run that is waited for
 * @param lock the key of the lock that it holds; null if it holds none, but gets one before the run that waits
 * @param holders how many of its tasks hold the lock; 0 if none does
 * @param kept whether a failed task keeps the lock until the end of the run
 */
public record InTheWay(Planner run, @Nullable Object lock, int holders, boolean kept) {}
