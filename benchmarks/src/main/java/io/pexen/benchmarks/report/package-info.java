/** Measurements as files for other tools, and as tables and a chart for readers. */
@NullMarked
package io.pexen.benchmarks.report;

import org.jspecify.annotations.NullMarked;
