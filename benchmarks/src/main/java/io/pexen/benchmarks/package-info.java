/**
 * Compares pexen with other ways to run a graph of tasks.
 *
 * <p>{@link io.pexen.benchmarks.Main} starts one JVM for each row of the comparison. In it,
 * {@link io.pexen.benchmarks.RowBenchmark} measures all engines ({@link io.pexen.benchmarks.engine}) in turns on one
 * shape ({@link io.pexen.benchmarks.graph}). {@link io.pexen.benchmarks.report} creates tables from the results.
 */
@NullMarked
package io.pexen.benchmarks;

import org.jspecify.annotations.NullMarked;
