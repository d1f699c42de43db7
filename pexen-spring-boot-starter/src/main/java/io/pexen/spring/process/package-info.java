/**
 * Worker processes that are the application once more: how the pool starts them, and what they start as.
 */
@NullMarked
package io.pexen.spring.process;

import org.jspecify.annotations.NullMarked;
