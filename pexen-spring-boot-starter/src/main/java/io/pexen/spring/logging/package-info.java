/** What an operator reads of failing tasks. */
@NullMarked
package io.pexen.spring.logging;

import org.jspecify.annotations.NullMarked;
