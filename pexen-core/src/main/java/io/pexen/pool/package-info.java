/**
 * Where tasks execute: the SPI {@link io.pexen.pool.WorkerPool} and its implementations. A pool knows tasks, but no
 * graphs, locks or runs: it has workers, and gives them jobs in the order in which they came.
 */
@NullMarked
package io.pexen.pool;

import org.jspecify.annotations.NullMarked;
