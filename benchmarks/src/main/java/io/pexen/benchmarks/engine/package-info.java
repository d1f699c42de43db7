/** The ways to run a graph of tasks that are compared, each with two workers. They differ in nothing but how they do it. */
@NullMarked
package io.pexen.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
