/**
 * An aviation safety digest, produced every night by a graph of tasks: the data is loaded ({@code load}), cleaned and
 * matched ({@code clean}), summarized by independent reports ({@code report}), combined ({@code digest}) and shown
 * ({@code web}). Each of these packages knows at most those before it.
 */
@NullMarked
package io.pexen.sample;

import org.jspecify.annotations.NullMarked;
