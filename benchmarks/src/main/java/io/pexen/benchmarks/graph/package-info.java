/** Graphs of tasks, their bodies, and what can be computed from them without running them. */
@NullMarked
package io.pexen.benchmarks.graph;

import org.jspecify.annotations.NullMarked;
