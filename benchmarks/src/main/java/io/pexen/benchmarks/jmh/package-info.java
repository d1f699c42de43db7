/** Micro-benchmarks of single parts of pexen, for JMH. */
@NullMarked
package io.pexen.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
