/** How results and runs look as JSON. */
@NullMarked
package io.pexen.spring.json;

import org.jspecify.annotations.NullMarked;
