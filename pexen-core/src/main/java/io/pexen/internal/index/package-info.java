/**
 * Validates tasks and numbers them, their keys and their locks, so that a run reads nothing but arrays. Not for users.
 */
@NullMarked
package io.pexen.internal.index;

import org.jspecify.annotations.NullMarked;
