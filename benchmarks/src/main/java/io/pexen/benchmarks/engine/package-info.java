/** The compared ways to run a graph of tasks, each with two workers. They differ only in how they run it. */
@NullMarked
package io.pexen.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
