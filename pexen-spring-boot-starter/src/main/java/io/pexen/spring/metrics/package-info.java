/** What pools do and where the time of tasks goes, as Micrometer meters; {@code PexenMeters} lists them. */
@NullMarked
package io.pexen.spring.metrics;

import org.jspecify.annotations.NullMarked;
