/** Independent reports: they use tables that nobody writes any more, so they run side by side. */
@NullMarked
package io.pexen.sample.report;

import org.jspecify.annotations.NullMarked;
