/**
 * Validates tasks and numbers them, their keys and their locks, so that whoever runs the graph reads arrays alone. Not
 * for users.
 */
@NullMarked
package io.pexen.internal.index;

import org.jspecify.annotations.NullMarked;
