/** The JSON format of results and runs. */
@NullMarked
package io.pexen.spring.json;

import org.jspecify.annotations.NullMarked;
