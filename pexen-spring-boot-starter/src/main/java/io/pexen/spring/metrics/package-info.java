/** Micrometer meters of the state of pools and of where tasks spend their time; {@code PexenMeters} lists them. */
@NullMarked
package io.pexen.spring.metrics;

import org.jspecify.annotations.NullMarked;
