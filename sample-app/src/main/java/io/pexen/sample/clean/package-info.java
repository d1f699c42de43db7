/** Makes the loaded records comparable: unclear or unmatched records are marked and counted, never dropped. */
@NullMarked
package io.pexen.sample.clean;

import org.jspecify.annotations.NullMarked;
