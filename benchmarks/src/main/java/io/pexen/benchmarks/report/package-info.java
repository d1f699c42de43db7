/** What was measured, as files that other tools can read, and as tables and a chart for people. */
@NullMarked
package io.pexen.benchmarks.report;

import org.jspecify.annotations.NullMarked;
