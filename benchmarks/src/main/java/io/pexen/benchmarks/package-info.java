/**
 * Compares pexen with other ways to run a graph of tasks.
 *
 * <p>{@link io.pexen.benchmarks.Main} starts one JVM for each row of the comparison; there {@link
 * io.pexen.benchmarks.RowBenchmark} measures all engines ({@link io.pexen.benchmarks.engine}) on one shape ({@link
 * io.pexen.benchmarks.graph}) by turns, and writes what {@link io.pexen.benchmarks.report} makes tables of.
 */
@NullMarked
package io.pexen.benchmarks;

import org.jspecify.annotations.NullMarked;
