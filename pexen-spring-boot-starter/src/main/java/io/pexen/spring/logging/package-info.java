/** The log of failed tasks, for operators. */
@NullMarked
package io.pexen.spring.logging;

import org.jspecify.annotations.NullMarked;
