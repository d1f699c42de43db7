/** Independent reports: they use tables that no task writes any more, so they run in parallel. */
@NullMarked
package io.pexen.sample.report;

import org.jspecify.annotations.NullMarked;
