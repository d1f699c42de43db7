/**
 * Fills the tables from the CSV files. Each load claims its table and empties it first, so that a run can be repeated.
 */
@NullMarked
package io.pexen.sample.load;

import org.jspecify.annotations.NullMarked;
