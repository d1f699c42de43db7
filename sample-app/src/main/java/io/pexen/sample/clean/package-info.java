/** Makes the loaded records comparable: what is unclear or unmatched is marked and counted, never dropped. */
@NullMarked
package io.pexen.sample.clean;

import org.jspecify.annotations.NullMarked;
