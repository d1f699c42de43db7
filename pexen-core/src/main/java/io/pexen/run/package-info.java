/** What users see of runs: a handle while they are active, listeners, results and the outcome. */
@NullMarked
package io.pexen.run;

import org.jspecify.annotations.NullMarked;
