/** Graphs of tasks, their bodies, and what is known of them without running them. */
@NullMarked
package io.pexen.benchmarks.graph;

import org.jspecify.annotations.NullMarked;
